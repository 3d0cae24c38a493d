import type { ResultsReady } from '../../../common/api/views/results';
import type { MeasureId } from '../../../common/events/event-columns';
import { count, significant, withUnit } from '../../../common/text/numbers';
import { knownMeasureOf } from '../../shared/event-measures';
import { histogramOf } from '../../shared/histogram-bins';
import { axisAround, named, type Plot } from '../figures/plot';

/** Values of a measure, without deleted events and those at the trace edge. */
function counted({ tables: { events }, unit }: ResultsReady, id: MeasureId): Float64Array {
  return knownMeasureOf(id)
    .values(events, unit)
    .filter((value, i) => Number.isFinite(value) && events.deleted[i] === 0 && events.border[i] === 0);
}

/** Histogram of a measure; the line is the displayed event. */
export function histogramPlot(results: ResultsReady, id: MeasureId, current: number | undefined): Plot {
  const measure = knownMeasureOf(id);
  const unit = measure.unit(results.unit);
  const values = counted(results, id);
  const { start, width, counts } = histogramOf(values, 40) ?? { start: 0, width: 1, counts: [] };
  const most = Math.max(1, ...counts);
  return {
    title: `Histogram: ${measure.name.toLowerCase()}`,
    description: `${count(values.length, 'event')}, ${spread(values, unit)}.`,
    x: { min: start, max: start + Math.max(1, counts.length) * width, ...named(measure.name, unit) },
    y: { min: 0, max: most * 1.06, title: 'Events', whole: true },
    series: [{ kind: 'bars', start, width, counts, ink: 'event' }, ...marked(current)],
  };
}

/** Cumulative distribution: the fraction of events up to each value. */
export function cumulativePlot(results: ResultsReady, id: MeasureId, current: number | undefined): Plot {
  const measure = knownMeasureOf(id);
  const unit = measure.unit(results.unit);
  const sorted = counted(results, id).sort();
  const n = sorted.length;
  // Steps: the fraction jumps at each value.
  const x = Float64Array.from({ length: 2 * n }, (_, i) => sorted[i >> 1]);
  const y = Float64Array.from({ length: 2 * n }, (_, i) => ((i + 1) >> 1) / n);
  return {
    title: `Cumulative distribution: ${measure.name.toLowerCase()}`,
    description: `${count(n, 'event')}, ${spread(sorted, unit)}.`,
    x: axisAround(named(measure.name, unit), sorted, 0.02),
    y: { min: 0, max: 1.03, title: 'Fraction of events' },
    series: [{ kind: 'line', x, y, ink: 'event', width: 2 }, ...marked(current)],
  };
}

function marked(current: number | undefined) {
  if (current === undefined || !Number.isFinite(current)) return [];
  return [{ kind: 'upright', x: current, ink: 'selected', dashed: true } as const];
}

/** "median −8.1 pA, from −19 to −3.2 pA" */
function spread(values: Float64Array, unit: string): string {
  if (values.length === 0) return 'not measured';
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return `median ${withUnit(significant(median), unit)}, from ${significant(sorted[0])} to ${withUnit(significant(sorted.at(-1)!), unit)}`;
}
