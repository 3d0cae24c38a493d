import type { DetectedEvent } from '../../common/events/detection';

/** One value of an event, as a column of a table. */
export interface EventColumn {
  /** `unit` is the trace's own unit: pA. */
  unit: 'sample' | 's' | 'unit' | 'unit s' | 'unit/s' | '';
  kind: 'count' | 'number' | 'flag';
  of(event: DetectedEvent): number;
}

const sample = (of: EventColumn['of']): EventColumn => ({ unit: 'sample', kind: 'number', of });
const count = (unit: EventColumn['unit'], of: EventColumn['of']): EventColumn => ({
  unit,
  kind: 'count',
  of,
});
const seconds = (of: EventColumn['of']): EventColumn => ({ unit: 's', kind: 'number', of });
const value = (unit: EventColumn['unit'], of: EventColumn['of']): EventColumn => ({
  unit,
  kind: 'number',
  of,
});
const flag = (of: (event: DetectedEvent) => boolean): EventColumn => ({
  unit: '',
  kind: 'flag',
  of: (event) => (of(event) ? 1 : 0),
});

/**
 * All that is known of an event, in the order of the tables we write. Samples beyond an event's location are
 * numbers, not counts, because NaN says that there is none.
 */
export const EVENT_COLUMNS = {
  location: count('sample', (e) => e.location),
  time: seconds((e) => e.time_s),
  sweep: count('', (e) => e.origin.sweep),
  sweep_sample: count('sample', (e) => e.origin.sample),
  score: value('', (e) => e.score),
  amplitude: value('unit', (e) => e.amplitude),
  risetime: seconds((e) => e.risetime_s),
  halfdecay: seconds((e) => e.halfdecay_s),
  halfwidth: seconds((e) => e.halfwidth_s),
  charge: value('unit s', (e) => e.charge),
  slope: value('unit/s', (e) => e.slope),
  interval: seconds((e) => e.interval_s),
  isolated: flag((e) => e.isolated),
  border: flag((e) => e.border),
  baseline: value('unit', (e) => e.baseline),
  baseline_from: sample((e) => e.baseline_from),
  baseline_to: sample((e) => e.baseline_to),
  onset: sample((e) => e.onset),
  peak: sample((e) => e.peak),
  peak_value: value('unit', (e) => e.peak_value),
  halfdecay_sample: sample((e) => e.halfdecay),
  region_from: sample((e) => e.reason.region_from),
  region_to: sample((e) => e.reason.region_to),
  gradient: value('unit/s', (e) => e.reason.gradient),
  gradient_threshold: value('unit/s', (e) => e.reason.gradient_threshold),
  added: flag((e) => e.added === true),
  excluded: flag((e) => e.excluded === true),
} as const satisfies Record<string, EventColumn>;

export type ColumnName = keyof typeof EVENT_COLUMNS;
export const COLUMN_NAMES = Object.keys(EVENT_COLUMNS) as ColumnName[];

/** An event from its columns; the reverse of {@link EVENT_COLUMNS}. */
export function eventFrom(of: (column: ColumnName) => number): DetectedEvent {
  return {
    location: of('location'),
    time_s: of('time'),
    origin: { sweep: of('sweep'), sample: of('sweep_sample') },
    score: of('score'),
    amplitude: of('amplitude'),
    baseline: of('baseline'),
    baseline_from: of('baseline_from'),
    baseline_to: of('baseline_to'),
    onset: of('onset'),
    peak: of('peak'),
    peak_value: of('peak_value'),
    risetime_s: of('risetime'),
    halfdecay_s: of('halfdecay'),
    halfdecay: of('halfdecay_sample'),
    halfwidth_s: of('halfwidth'),
    charge: of('charge'),
    slope: of('slope'),
    interval_s: of('interval'),
    isolated: of('isolated') === 1,
    border: of('border') === 1,
    ...(of('added') === 1 && { added: true }),
    ...(of('excluded') === 1 && { excluded: true }),
    reason: {
      region_from: of('region_from'),
      region_to: of('region_to'),
      gradient: of('gradient'),
      gradient_threshold: of('gradient_threshold'),
    },
  };
}
