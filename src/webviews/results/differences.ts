import type { ComparisonView } from '../../common/api/views/results';

/** An event that is not at the same sample in both results. */
export interface Difference {
  kind: 'gained' | 'lost' | 'moved';
  /** Sample of the event, here or in the other results. */
  location: number;
  /** Delay in the other results. */
  difference_s?: number;
}

/** All differences in order of time. */
export function differencesOf({ gained, lost, moved }: ComparisonView): Difference[] {
  return [
    ...gained.map((location): Difference => ({ kind: 'gained', location })),
    ...lost.map(({ location }): Difference => ({ kind: 'lost', location })),
    ...moved.map(({ location, difference_s }): Difference => ({ kind: 'moved', location, difference_s })),
  ].sort((a, b) => a.location - b.location);
}
