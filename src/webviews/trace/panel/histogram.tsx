import { useMemo } from 'preact/hooks';
import { VIEW_MEASURES } from '../../../common/events/measure-views';
import { count, significant, withUnit } from '../../../common/text/numbers';
import { axis } from '../../shared/chart';
import { Dropdown } from '../../shared/controls';
import { histogramOf } from '../../shared/histogram-bins';
import type { Theme } from '../../shared/theme';
import { useStore } from '../../shared/use-store';
import { useTheme } from '../../shared/use-theme';
import type { TraceState } from '../state';
import type { DetectionPart } from './panel';
import { SmallChart } from './small-chart';

const measures = VIEW_MEASURES.filter(({ id }) => id !== 'time');
const measureOf = ({ display }: TraceState) => display?.histogram;

/** Histogram of a measure of the events. */
export function Histogram({ services, detection, unit }: DetectionPart) {
  const theme = useTheme();
  const chosen = useStore(services.store, measureOf);
  const measure = measures.find(({ id }) => id === chosen) ?? measures[0];
  const own = measure.unit(unit);
  const { events } = detection;
  const values = useMemo(() => measure.values(events, unit), [measure, events, unit]);
  const text = medianText(values, own);
  const draw = useMemo(
    () => (chart: Parameters<Parameters<typeof SmallChart>[0]['draw']>[0], size: { width: number }) => {
      const { dataset, scales } = histogramChart(values, own, size.width, theme);
      chart.data.datasets = [dataset];
      chart.options.scales = scales;
    },
    [values, own, theme],
  );
  return (
    <section class="panel-section" aria-label="Histogram">
      <div class="section-head">
        <Dropdown
          label="Measure of the histogram"
          options={measures.map(({ name }) => name)}
          selected={measures.indexOf(measure)}
          onChoose={(index) => services.send({ type: 'change', patch: { histogram: measures[index].id } })}
        />
        <span class="section-summary">{text}</span>
      </div>
      <SmallChart
        type="bar"
        label={`Histogram of ${measure.name.toLowerCase()}: ${count(values.length, 'event')}, ${text}`}
        draw={draw}
      />
    </section>
  );
}

function histogramChart(values: Float64Array, unit: string, width_px: number, theme: Theme) {
  const { start, width, counts } = histogramOf(values, 40) ?? { start: 0, width: 1, counts: [] };
  const end = start + Math.max(1, counts.length) * width;
  return {
    dataset: {
      data: counts.map((n, bin) => ({ x: start + (bin + 0.5) * width, y: n })),
      backgroundColor: theme.event,
      barPercentage: 1,
      categoryPercentage: 1,
      barThickness: Math.max(1, (width_px - 50) / Math.max(1, counts.length) - 1),
    },
    scales: {
      x: { ...axis({ min: start, max: end, most: 5, theme, grid: false, unit }), offset: false },
      y: axis({ min: 0, max: Math.max(1, ...counts), most: 3, theme }),
    },
  };
}

/** "median −8.1 pA" */
function medianText(values: Float64Array, unit: string): string {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return 'not measured';
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return `median ${withUnit(significant(median), unit)}`;
}
