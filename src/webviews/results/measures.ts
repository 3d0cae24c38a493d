import type { ResultsColumns } from '../../common/api/views/results';
import { decimalsFor, fixed } from '../../common/text/numbers';

/** A measure of events: a column of the table, something to filter by and to make charts of. */
export interface Measure {
  id: MeasureId;
  /** In words. */
  name: string;
  /** As short as the table needs it. */
  heading: string;
  /** Of the numbers shown; `value` stands for the trace's own unit. */
  unit: string;
  of(events: ResultsColumns): Float64Array;
  /** Of the numbers shown; where it is not given, as many as tell a typical value to three digits. */
  decimals?: number;
}

export type MeasureId =
  | 'time'
  | 'amplitude'
  | 'rise'
  | 'decay'
  | 'width'
  | 'charge'
  | 'slope'
  | 'interval'
  | 'score'
  | 'baseline';

const milliseconds = (seconds: Float64Array) => seconds.map((s) => s * 1000);

export const measures: readonly Measure[] = [
  { id: 'time', name: 'Time', heading: 'Time', unit: 's', of: (e) => e.time_s, decimals: 4 },
  { id: 'amplitude', name: 'Amplitude', heading: 'Ampl.', unit: 'value', of: (e) => e.amplitude },
  {
    id: 'rise',
    name: 'Rise time (10–90 %)',
    heading: 'Rise',
    unit: 'ms',
    of: (e) => milliseconds(e.risetime_s),
  },
  { id: 'decay', name: 'Half decay', heading: 'Decay', unit: 'ms', of: (e) => milliseconds(e.halfdecay_s) },
  { id: 'width', name: 'Half-width', heading: 'Width', unit: 'ms', of: (e) => milliseconds(e.halfwidth_s) },
  { id: 'charge', name: 'Charge', heading: 'Charge', unit: 'value·ms', of: (e) => milliseconds(e.charge) },
  { id: 'slope', name: 'Slope', heading: 'Slope', unit: 'value/s', of: (e) => e.slope },
  { id: 'interval', name: 'Interval', heading: 'Interval', unit: 's', of: (e) => e.interval_s },
  { id: 'score', name: 'Score', heading: 'Score', unit: '', of: (e) => e.score, decimals: 2 },
  { id: 'baseline', name: 'Baseline', heading: 'Base', unit: 'value', of: (e) => e.baseline },
];

export function measureOf(id: MeasureId): Measure {
  return measures.find((measure) => measure.id === id)!;
}

export function unitOf({ unit }: Measure, traceUnit: string): string {
  return traceUnit === '' && unit.startsWith('value') ? '' : unit.replace('value', traceUnit);
}

/** A measure's numbers as text, all with the same decimals, so that they can be compared down the column. */
export function textsOf(measure: Measure, events: ResultsColumns): string[] {
  const values = measure.of(events);
  const sizes = values.filter(Number.isFinite).map(Math.abs).sort();
  const decimals = measure.decimals ?? decimalsFor((sizes[sizes.length >> 1] ?? 0) / 100);
  return Array.from(values, (value) => fixed(value, decimals));
}

/** Measures that the file has of at least one event. */
export function knownMeasures(events: ResultsColumns): Measure[] {
  return measures.filter((measure) => measure.of(events).some(Number.isFinite));
}
