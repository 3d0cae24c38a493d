import type { ResultsEdits } from '../../common/api/engine/results';
import type { DetectedEvent } from '../../common/events/detection';
import { type Direction, directionsOf } from '../../common/events/direction';
import { type Measures, measuresOf } from '../../common/events/event-columns';
import { editsInDirection, keptEvents } from './edits';
import { ofDirection } from './of-direction';
import type { ResultsFile } from './results-file';

/**
 * Number of neighbours on each side among which an event is measured: they affect its baseline and share its charge.
 */
export const NEIGHBOURS = 20;

/** Measures events that are close to each other; given the locations of their rises in order. */
export type MeasureRun = (locations: number[]) => Promise<Measures[]>;

/**
 * Remeasures added events and the neighbours they affect, by location: an added event ends the decay of the one before,
 * moves the baseline of the next and takes its share of a common charge, as if they had been detected together. The
 * result contains the added events and those neighbours whose measures change. Deleted events are ignored.
 *
 * @throws CancelledError
 */
export async function remeasureAroundAdded(
  base: ResultsFile,
  edits: ResultsEdits,
  measureOf: (direction: Direction) => MeasureRun,
): Promise<Map<number, Measures>> {
  const measures = new Map<number, Measures>();
  for (const direction of directionsOf(base.detection.parameters)) {
    const [part, own] = [ofDirection(base, direction), editsInDirection(base, edits, direction)];
    for (const [at, changed] of await remeasureInOne(part, own, measureOf(direction)))
      measures.set(at, changed);
  }
  return measures;
}

async function remeasureInOne(
  base: ResultsFile,
  edits: ResultsEdits,
  measure: MeasureRun,
): Promise<Map<number, Measures>> {
  const kept = keptEvents(base, edits).filter(({ border }) => !border);
  const bent = new Map<number, Measures>();
  for (const run of runsAroundAdded(kept)) {
    const found = run.filter(({ added }) => !added);
    const [together, without] = [await measure(run.map(locationOf)), await measure(found.map(locationOf))];
    const alone = new Map(found.map(({ location }, i) => [location, without[i]]));
    run.forEach(({ location }, i) => {
      const before = alone.get(location);
      if (!before || differ(before, together[i])) bent.set(location, together[i]);
    });
  }
  return bent;
}

/**
 * The same from the results file alone, if its recording is not available: the saved measures of detected events, as
 * long as their nearest added event still exists.
 */
export function measuresInFile(
  { detection, asFound }: ResultsFile,
  edits: ResultsEdits,
): Map<number, Measures> {
  const gone = new Set(edits.deleted);
  const present = new Set(edits.added.map(({ event }) => event.location).filter((at) => !gone.has(at)));
  const added = detection.events.filter((event) => event.added);
  const bent = new Set(asFound.map(locationOf));
  const kept = detection.events.filter(({ location, direction }) => {
    // Only events of its own direction are its neighbours.
    const near = added.filter((other) => other.direction === direction);
    const distances = near.map((other) => Math.abs(other.location - location));
    const nearest = near[distances.indexOf(Math.min(...distances))]?.location;
    return bent.has(location) && nearest !== undefined && present.has(nearest);
  });
  return new Map(kept.map((event) => [event.location, measuresOf(event)]));
}

/** Whether two sets of edits leave the same events. */
export function sameEvents(a: ResultsEdits, b: ResultsEdits): boolean {
  const key = ({ deleted, added }: ResultsEdits) =>
    [deleted, added.map(({ event }) => event.location)]
      .map((list) => [...list].sort((x, y) => x - y).join())
      .join(';');
  return key(a) === key(b);
}

/** Groups the added events with their neighbours; groups with common events are merged. */
function runsAroundAdded(events: readonly DetectedEvent[]): DetectedEvent[][] {
  const stretches: [from: number, to: number][] = [];
  events.forEach(({ added }, i) => {
    if (!added) return;
    const last = stretches.at(-1);
    if (last && i - NEIGHBOURS <= last[1]) last[1] = i + NEIGHBOURS + 1;
    else stretches.push([Math.max(0, i - NEIGHBOURS), i + NEIGHBOURS + 1]);
  });
  return stretches.map(([from, to]) => events.slice(from, to));
}

/** Whether the measures of an event changed; the first of a group has no interval to compare. */
function differ({ interval_s: _, ...a }: Measures, b: Measures): boolean {
  return Object.entries(a).some(([name, value]) => !Object.is(value, b[name as keyof Measures]));
}

function locationOf({ location }: DetectedEvent): number {
  return location;
}
