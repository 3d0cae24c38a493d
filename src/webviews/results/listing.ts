import type { ResultsColumns } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import { knownMeasureOf, sortedBy } from '../shared/event-measures';

/** Filter and order of the listed events. */
export interface Listing {
  shown: Shown;
  /** Conditions that an event must all fulfil. */
  conditions: readonly Condition[];
  sort: MeasureId;
  descending: boolean;
}

export type Shown = 'kept' | 'all' | 'deleted' | 'excluded' | 'added' | 'border' | 'isolated';

/** Range of a measure as displayed; null without a bound. Events without the measure do not fulfil it. */
export interface Condition {
  measure: MeasureId;
  from: number | null;
  to: number | null;
}

export const wholeList: Listing = { shown: 'all', conditions: [], sort: 'time', descending: false };

/** Event indices in the order of the listing; events without the sorted measure come last. */
export function listed(
  events: ResultsColumns,
  traceUnit: string,
  { shown, conditions, sort, descending }: Listing,
): Uint32Array {
  const bounded = conditions.filter(isBounded).map((condition) => ({
    ...condition,
    values: knownMeasureOf(condition.measure).values(events, traceUnit),
  }));
  const found = Uint32Array.from(events.location.keys()).filter(
    (i) =>
      isShown(events, shown, i) &&
      bounded.every(
        ({ values, from, to }) =>
          values[i] >= (from ?? Number.NEGATIVE_INFINITY) && values[i] <= (to ?? Number.POSITIVE_INFINITY),
      ),
  );
  return sortedBy(found, knownMeasureOf(sort).values(events, traceUnit), descending);
}

export function isFiltered({ shown, conditions }: Listing): boolean {
  return shown !== 'all' || conditions.some(isBounded);
}

function isBounded({ from, to }: Condition): boolean {
  return from !== null || to !== null;
}

function isShown(events: ResultsColumns, shown: Shown, i: number): boolean {
  switch (shown) {
    case 'all':
      return true;
    case 'kept':
      return events.deleted[i] === 0;
    case 'isolated':
      return events.isolated[i] === 1 && events.deleted[i] === 0;
    default:
      return events[shown][i] === 1;
  }
}
