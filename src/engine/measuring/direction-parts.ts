import type { DetectedEvent, Detection, Statistics } from '../../common/events/detection';
import { type Direction, directionOfEvent } from '../../common/events/direction';
import { statisticsOf } from './statistics';

type Tabled = Pick<Detection, 'events' | 'snippets' | 'points_before' | 'points_after'>;

/** Events of two directions with their segments, in order of time. */
export function mergedEvents({
  negative,
  positive,
}: Record<Direction, Tabled>): Pick<Detection, 'events' | 'snippets'> {
  const width = negative.points_before + negative.points_after;
  const rows = [...rowsOf(negative, width), ...rowsOf(positive, width)].sort(
    (a, b) => a.event.location - b.event.location,
  );
  return tableOf(rows, width);
}

/** The events of one direction with their segments; the reverse of {@link mergedEvents}. */
export function eventsInDirection(
  { events, snippets, points_before, points_after }: Tabled,
  direction: Direction,
): Pick<Detection, 'events' | 'snippets'> {
  const width = points_before + points_after;
  const rows = rowsOf({ events, snippets }, width).filter(
    ({ event }) => directionOfEvent(event) === direction,
  );
  return tableOf(rows, width);
}

interface Row {
  event: DetectedEvent;
  snippet: Float64Array;
}

function tableOf(rows: readonly Row[], width: number): Pick<Detection, 'events' | 'snippets'> {
  const snippets = new Float64Array(rows.length * width);
  rows.forEach(({ snippet }, i) => {
    snippets.set(snippet, i * width);
  });
  return { events: rows.map(({ event }) => event), snippets };
}

function rowsOf({ events, snippets }: Pick<Tabled, 'events' | 'snippets'>, width: number): Row[] {
  return events.map((event, i) => ({ event, snippet: snippets.subarray(i * width, (i + 1) * width) }));
}

/** Both directions: numbers of all events, and no summary of a measure over both. */
export function statisticsOfBoth(directions: Record<Direction, Statistics>): Statistics {
  const { negative, positive } = directions;
  const events = negative.events + positive.events;
  const scored = [negative, positive].filter(({ average_score }) => Number.isFinite(average_score));
  const counted = scored.reduce((sum, one) => sum + one.events, 0);
  return {
    ...statisticsOf([], negative.duration_s, Number.NaN),
    events,
    frequency_hz: events / negative.duration_s,
    average_score: scored.reduce((sum, one) => sum + one.average_score * one.events, 0) / counted,
    directions,
  };
}

/** Events with their direction: that of the detection where a file of an earlier version has none. */
export function withDirections(
  events: readonly DetectedEvent[],
  { parameters }: Pick<Detection, 'parameters'>,
): DetectedEvent[] {
  const sign = parameters.event_direction === 'positive' ? 1 : -1;
  return events.map((event) => (Number.isNaN(event.direction) ? { ...event, direction: sign } : event));
}
