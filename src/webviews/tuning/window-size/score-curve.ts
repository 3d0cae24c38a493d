import type { ChartConfiguration } from 'chart.js';
import type { SizeScores } from '../../../common/api/engine/window-sizes';
import { fixed } from '../../../common/text/numbers';
import { axis, lineDataset, stillChart } from '../../shared/chart';
import type { Theme } from '../../shared/theme';

/**
 * Mean probability of the clear events and agreement of sizes, over window sizes on a logarithmic axis, with the best
 * marked.
 */
export function scoreCurve(
  { sizes, best }: SizeScores,
  rate_hz: number,
  theme: Theme,
): ChartConfiguration<'line'> {
  const x = ({ win_size }: { win_size: number }) => Math.log(win_size);
  const [first, last] = [x(sizes[0]), x(sizes.at(-1)!)];
  const room = Math.max(0.05, (last - first) * 0.04);
  // Every second label if there is not enough room; the best size always has one.
  const at = sizes.findIndex(({ win_size }) => win_size === best);
  const named = sizes.filter((_, i) => (i - Math.max(0, at)) % 2 === 0);
  const time = axis({
    min: first - room,
    max: last + room,
    most: 5,
    theme,
    grid: false,
    values: named.map(x),
    title: 'window, ms',
  });
  const agreements = sizes.map((size) => ({ x: x(size), y: size.agreement }));
  const scores = sizes.map((size) => ({ x: x(size), y: size.clear_score }));
  const upright = [0, 2].map((y) => ({ x: Math.log(best ?? 1), y }));
  return {
    type: 'line',
    data: {
      datasets: [
        { ...lineDataset(scores, theme.filtered, { width: 1.75 }), pointRadius: 2 },
        { ...lineDataset(agreements, theme.event, { width: 1.5 }), borderDash: [4, 3] },
        ...(best === null ? [] : [lineDataset(upright, theme.selected, { width: 2 })]),
      ],
    },
    options: {
      ...stillChart,
      scales: {
        x: {
          ...time,
          ticks: {
            ...time.ticks,
            callback: (value) => {
              const ms = (Math.exp(Number(value)) / rate_hz) * 1000;
              return fixed(ms, ms < 10 ? 1 : 0);
            },
          },
        },
        y: axis({ min: 0, max: 1.03, most: 3, theme, values: [0, 1] }),
      },
    },
  };
}
