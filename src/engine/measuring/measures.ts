import type { DetectedEvent } from '../../common/events/detection';

/** What is measured of an event, as against what is known from finding it. */
const MEASURES = [
  'amplitude',
  'baseline',
  'baseline_from',
  'baseline_to',
  'onset',
  'peak',
  'peak_value',
  'risetime_s',
  'halfdecay_s',
  'halfdecay',
  'halfwidth_s',
  'charge',
  'interval_s',
] as const satisfies (keyof DetectedEvent)[];

export type Measures = Pick<DetectedEvent, (typeof MEASURES)[number]>;

export function measuresOf(event: DetectedEvent): Measures {
  return Object.fromEntries(MEASURES.map((name) => [name, event[name]])) as Measures;
}
