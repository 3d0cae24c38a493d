import type { ComparisonView } from '../../common/api/views/results';

/** An event that two results do not have at the same sample. */
export interface Difference {
  kind: 'gained' | 'lost' | 'moved';
  /** Sample of the recording; of an event here, or of one that only the others have. */
  location: number;
  /** By how much the others have it later. */
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
