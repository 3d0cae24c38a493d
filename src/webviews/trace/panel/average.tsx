import { useMemo } from 'preact/hooks';
import type { AverageView } from '../../../common/api/views/events';
import { duration } from '../../../common/text/duration';
import { count } from '../../../common/text/numbers';
import { lineDataset, type Point, xAxis, yAxis } from '../../shared/chart';
import { type Theme, useTheme } from '../../shared/theme';
import { SmallChart } from './small-chart';

interface AverageProps {
  average: AverageView;
  unit: string;
  rate_hz: number;
}

/** The average event and the exponential fitted to its decay. */
export function Average({ average, unit, rate_hz }: AverageProps) {
  const theme = useTheme();
  const draw = useMemo(
    () => (chart: Parameters<Parameters<typeof SmallChart>[0]['draw']>[0]) => {
      const { datasets, scales } = averageChart({ average, unit, rate_hz }, theme);
      chart.data.datasets = datasets;
      chart.options.scales = scales;
    },
    [average, unit, rate_hz, theme],
  );
  const tau = tauText(average);
  const events = count(average.count, 'event');
  return (
    <section class="panel-section" aria-label="Average event">
      <div class="section-head">
        <span class="section-title">Average event</span>
        <span class="section-summary">{`of ${events}${tau}`}</span>
      </div>
      <SmallChart type="line" label={`Average of ${events}${tau}`} draw={draw} />
    </section>
  );
}

function tauText({ decayTau_s, fit }: AverageView): string {
  if (fit === 'meaningless') return ', decay not exponential';
  return decayTau_s === null ? '' : `, τ ${duration(decayTau_s)}`;
}

function averageChart({ average, unit, rate_hz }: AverageProps, theme: Theme) {
  const { values, pointsBefore } = average;
  const ms = (sample: number) => ((sample - pointsBefore) / rate_hz) * 1000;
  const points = Array.from(values, (y, i) => ({ x: ms(i), y }));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low || 1) * 0.05;
  return {
    datasets: [
      {
        ...lineDataset(fitPoints(average, points, rate_hz), theme.foreground, { width: 2 }),
        borderDash: [5, 4],
      },
      lineDataset(points, theme.event, { width: 2 }),
    ],
    scales: {
      x: xAxis({ min: ms(0), max: ms(values.length - 1), most: 5, theme, unit: 'ms' }),
      y: yAxis({ min: low - margin, max: high + margin, most: 4, theme, unit, zero: true }),
    },
  };
}

function fitPoints({ fit }: AverageView, points: readonly Point[], rate_hz: number): Point[] {
  if (!fit || fit === 'meaningless') return [];
  return points.slice(Math.max(0, Math.ceil(fit.from))).map(({ x }, i) => ({
    x,
    y: fit.amplitude * Math.exp(-i / rate_hz / fit.tau_s) + fit.offset,
  }));
}
