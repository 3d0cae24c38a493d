import { useMemo } from 'preact/hooks';
import { count, significant, withUnit } from '../../../common/text/numbers';
import { xAxis, yAxis } from '../../shared/chart';
import { Select } from '../../shared/controls';
import { knownMeasureOf, knownMeasures } from '../../shared/event-measures';
import { histogramOf } from '../../shared/histogram-bins';
import { useStore } from '../../shared/store';
import { type Theme, useTheme } from '../../shared/theme';
import type { TraceState } from '../state';
import type { DetectionPart } from './panel';
import { SmallChart } from './small-chart';

const measureOf = ({ display }: TraceState) => display?.histogram ?? 'amplitude';

/** How a measure of the events is distributed; every measure that is known of one can be chosen. */
export function Histogram({ services, detection, unit }: DetectionPart) {
  const theme = useTheme();
  const measure = knownMeasureOf(useStore(services.store, measureOf));
  const own = measure.unit(unit);
  const { events } = detection;
  const values = useMemo(() => measure.values(events, unit), [measure, events, unit]);
  const known = useMemo(() => knownMeasures(events), [events]);
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
        <Select
          label="Measure of the histogram"
          options={known.map(({ id, name }) => ({ value: id, label: name }))}
          value={measure.id}
          onChoose={(id) => services.send({ type: 'change', patch: { histogram: id } })}
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
      x: { ...xAxis({ min: start, max: end, most: 5, theme, unit }), offset: false },
      y: yAxis({ min: 0, max: Math.max(1, ...counts), most: 3, theme, zero: true }),
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
