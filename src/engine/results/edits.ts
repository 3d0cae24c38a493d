import type { ResultsEdits } from '../../common/api/engine/results';
import type { AverageEvent, DetectedEvent, Detection } from '../../common/events/detection';
import { type Direction, directionOfEvent, eventSign } from '../../common/events/direction';
import type { Measures } from '../../common/events/event-columns';
import { touches } from '../../common/traces/sample-ranges';
import { averageEvent, isolatedEvents } from '../measuring/average';
import { spansOf } from '../measuring/spans';
import { statisticsOf } from '../measuring/statistics';
import { inEachDirection } from './of-direction';
import type { ResultsFile } from './results-file';

interface Row {
  event: DetectedEvent;
  /** A row of the file's table, or a separate array. */
  snippet: Float64Array;
}

/** The edits stored in a file. */
export function editsOf({ detection, deleted }: ResultsFile): ResultsEdits {
  const rows = [
    ...rowsOf(detection.events, detection.snippets, widthOf(detection)),
    ...rowsOf(deleted.events, deleted.snippets, widthOf(detection)),
  ];
  return {
    deleted: deleted.events.map(({ location }) => location),
    excluded: rows.filter(({ event }) => event.excluded).map(({ event }) => event.location),
    // Copied out of the file's table, so that the table need not stay in memory.
    added: rows
      .filter(({ event }) => event.added)
      .map(({ event, snippet }) => ({ event, snippet: snippet.slice() }))
      .sort(byLocation),
  };
}

/**
 * Applies edits to results, in place of those in the file. Values that depend on neighbours (interval, isolation) and
 * on all events (average, statistics) are recomputed. Deleting an event leaves the measures of the others unchanged, as
 * in miniML 1.1.0's `delete_events`; adding one changes its neighbours' as if it had been detected.
 *
 * @param measured measures changed by added events, by location
 */
export function edited(
  base: ResultsFile,
  edits: ResultsEdits,
  measured: ReadonlyMap<number, Measures>,
): ResultsFile {
  return inEachDirection(base, (part, direction) =>
    editedInOne(part, editsInDirection(base, edits, direction), measured),
  );
}

/** The edits of events of one direction; all of them where only one was searched. */
export function editsInDirection(
  { detection: { parameters } }: ResultsFile,
  edits: ResultsEdits,
  direction: Direction,
): ResultsEdits {
  if (parameters.event_direction !== 'both') return edits;
  // Deleted and excluded ones are named by their location, which only events of one direction can have.
  return { ...edits, added: edits.added.filter(({ event }) => directionOfEvent(event) === direction) };
}

function editedInOne(
  base: ResultsFile,
  edits: ResultsEdits,
  measured: ReadonlyMap<number, Measures>,
): ResultsFile {
  const { detection } = base;
  const width = widthOf(detection);
  const { kept: asFound, deleted } = rowsOfEdits(base, edits);
  const kept = asFound.map((row) => {
    const measures = measured.get(row.event.location);
    return measures ? measuring(row, { ...row.event, ...measures }) : row;
  });
  const events = amongNeighbours(
    kept.map(({ event }) => event),
    detection,
    measured,
  );
  const snippets = isTable(kept, detection.snippets) ? detection.snippets : joined(kept, width);
  const average = averageOf({ ...detection, events, snippets });
  const tau = average ? average.decay_tau_s : Number.NaN;
  const before = base.deletedCount - base.deleted.events.length;
  return {
    ...base,
    detection: {
      ...detection,
      events,
      snippets,
      average,
      statistics: statisticsOf(events, detection.statistics.duration_s, tau),
    },
    deleted: { events: deleted.map(({ event }) => event), snippets: joined(deleted, width) },
    deletedCount: before + deleted.length,
    asFound: asFound.flatMap(({ event }) => (!event.added && measured.has(event.location) ? [event] : [])),
  };
}

/** The remaining events in order, as detected or added. */
export function keptEvents(base: ResultsFile, edits: ResultsEdits): DetectedEvent[] {
  return rowsOfEdits(base, edits).kept.map(({ event }) => event);
}

function rowsOfEdits(base: ResultsFile, edits: ResultsEdits): { kept: Row[]; deleted: Row[] } {
  const { detection, deleted } = base;
  const width = widthOf(detection);
  const gone = new Set(edits.deleted);
  const excluded = new Set(edits.excluded);
  const original = new Map(base.asFound.map((event) => [event.location, event]));
  const found = [
    ...rowsOf(detection.events, detection.snippets, width),
    ...rowsOf(deleted.events, deleted.snippets, width),
  ]
    .filter(({ event }) => !event.added)
    .map((row) => measuring(row, original.get(row.event.location) ?? row.event));
  const rows = [...found, ...edits.added]
    .map(({ event: { excluded: _, ...event }, snippet }) => ({
      event: excluded.has(event.location) ? { ...event, excluded: true as const } : event,
      snippet,
    }))
    .sort(byLocation);
  return {
    kept: rows.filter(({ event }) => !gone.has(event.location)),
    deleted: rows.filter(({ event }) => gone.has(event.location)),
  };
}

/** The same segment with other measures: minus its new baseline. */
function measuring({ event: before, snippet }: Row, event: DetectedEvent): Row {
  const step = before.baseline - event.baseline;
  return { event, snippet: step === 0 || Number.isNaN(step) ? snippet : snippet.map((v) => v + step) };
}

/** The segment of an event's trace, deleted or not; undefined if the file has none. */
export function snippetAt({ detection, deleted }: ResultsFile, location: number): Float64Array | undefined {
  const width = widthOf(detection);
  const at = (events: readonly DetectedEvent[], snippets: Float64Array) => {
    const row = events.findIndex((event) => event.location === location);
    return row < 0 ? undefined : snippets.subarray(row * width, (row + 1) * width);
  };
  return at(detection.events, detection.snippets) ?? at(deleted.events, deleted.snippets);
}

export function averageOf(detection: Omit<Detection, 'average' | 'statistics'>): AverageEvent | null {
  const { events, snippets, parameters, rate_hz, points_before, points_after } = detection;
  const rows = events.flatMap(({ isolated, excluded }, row) => (isolated && !excluded ? [row] : []));
  if (widthOf(detection) === 0) return null;
  const spans = { ...spansOf(parameters, rate_hz), before: points_before, after: points_after };
  return averageEvent(snippets, rows, eventSign(parameters), spans, parameters.baseline_method);
}

/** Recomputes the intervals and isolation of events from their neighbours. */
function amongNeighbours(
  events: readonly DetectedEvent[],
  detection: Detection,
  measured: ReadonlyMap<number, Measures>,
): DetectedEvent[] {
  const inner = events.filter(({ border }) => !border);
  const alone = isolatedEvents(
    inner.map(({ location }) => location),
    detection.parameters.win_size,
    (location) =>
      !touches(detection.excluded, location - detection.points_before, location + detection.points_after),
  );
  const isolated = new Map(inner.map(({ location }, i) => [location, alone[i]]));
  const before = predecessors(detection.events);
  const now = predecessors(events);
  return events.map((event) => {
    const earlier = now.get(event);
    const same =
      before.locations.get(event.location) === (earlier?.location ?? null) &&
      !measured.has(event.location) &&
      !(earlier && measured.has(earlier.location));
    return {
      ...event,
      isolated: isolated.get(event.location) ?? false,
      interval_s: same ? event.interval_s : intervalOf(earlier, event, detection),
    };
  });
}

/** The previous event of each: for those at the trace edge among all, for the others among themselves. */
function predecessors(events: readonly DetectedEvent[]) {
  const map = new Map<DetectedEvent, DetectedEvent>();
  const locations = new Map<number, number | null>();
  let last: DetectedEvent | undefined;
  let lastInner: DetectedEvent | undefined;
  for (const event of events) {
    const earlier = event.border ? last : lastInner;
    if (earlier) map.set(event, earlier);
    locations.set(event.location, earlier?.location ?? null);
    last = event;
    if (!event.border) lastInner = event;
  }
  return { get: (event: DetectedEvent) => map.get(event), locations };
}

/** Interval from peak to peak; from rise to rise if a file has no peaks. NaN across excluded intervals. */
function intervalOf(
  earlier: DetectedEvent | undefined,
  event: DetectedEvent,
  { excluded, rate_hz }: Detection,
): number {
  if (!earlier || touches(excluded, earlier.location, event.location)) return Number.NaN;
  const samples = event.peak - earlier.peak;
  return (Number.isNaN(samples) ? event.location - earlier.location : samples) / rate_hz;
}

function rowsOf(events: readonly DetectedEvent[], snippets: Float64Array, width: number): Row[] {
  return events.map((event, row) => ({ event, snippet: snippets.subarray(row * width, (row + 1) * width) }));
}

/** Whether rows are all rows of a table, in order: then nothing needs to be copied. */
function isTable(rows: readonly Row[], { buffer, byteOffset, byteLength }: Float64Array): boolean {
  let next = byteOffset;
  for (const { snippet } of rows) {
    if (snippet.buffer !== buffer || snippet.byteOffset !== next) return false;
    next += snippet.byteLength;
  }
  return next === byteOffset + byteLength;
}

function joined(rows: readonly Row[], width: number): Float64Array {
  const values = new Float64Array(rows.length * width);
  rows.forEach(({ snippet }, row) => {
    values.set(snippet, row * width);
  });
  return values;
}

function widthOf({ points_before, points_after }: Pick<Detection, 'points_before' | 'points_after'>): number {
  return points_before + points_after;
}

function byLocation(a: Row, b: Row): number {
  return a.event.location - b.event.location;
}
