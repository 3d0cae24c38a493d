import { DIRECTION_NAMES, DIRECTIONS, type Direction, signOfDirection } from '../../common/events/direction';
import { touches } from '../../common/traces/sample-ranges';
import { averageKey, EVENT_CLASSES, type EventClass } from './event-classes';
import type { RowEvents } from './experiment-events';

/** Events of a row that are kept apart from others: those of one direction, and of one kinetic class. */
export interface RowKind extends RowEvents {
  /** "inward", "fast", "inward fast"; '' for all events of a row with one direction and no classes. */
  kind: string;
}

/**
 * The events of a row by kind. A row of one direction without classes is one kind without a name; of a row of both
 * directions each is a kind of its own, and nothing is ever computed over both. Each class of a direction is a kind.
 */
export function kindsOfRow(one: RowEvents): RowKind[] {
  const directions = directionsOfRow(one);
  if (!one.classes) return directions;
  return directions.flatMap((part) => EVENT_CLASSES.map((name) => inClass(part, name)));
}

/** The events of a row by direction, of all classes. */
export function directionsOfRow(one: RowEvents): RowKind[] {
  if (one.facts.parameters.event_direction !== 'both') return [{ ...one, kind: '' }];
  return DIRECTIONS.map((direction) => inDirection(one, direction));
}

/** Names of all kinds in some results, in order of appearance; none where no row has any. */
export function kindNames(results: readonly RowEvents[]): string[] {
  const names = results.flatMap((one) => kindsOfRow(one).map(({ kind }) => kind));
  return [...new Set(names)].filter((kind) => kind !== '');
}

/** "inward: amplitude (pA)". */
export function kindTitle(kind: string, title: string): string {
  return kind === '' ? title : `${kind}: ${title}`;
}

function inDirection(one: RowEvents, direction: Direction): RowKind {
  const statistics = one.facts.statistics.directions?.[direction] ?? one.facts.statistics;
  const sign = signOfDirection(direction);
  const parameters = { ...one.facts.parameters, event_direction: direction };
  return {
    ...onlyEvents(one, (i) => one.columns.direction[i] === sign),
    kind: DIRECTION_NAMES[direction],
    facts: { ...one.facts, parameters, statistics },
    average: one.averages?.[direction] ?? null,
  };
}

/** @param part of one direction */
function inClass(part: RowKind, name: EventClass): RowKind {
  const own = onlyEvents(part, (i) => part.classes?.[i] === name);
  const { event_direction } = part.facts.parameters;
  const { duration_s } = part.facts.statistics;
  const events = own.columns.border.reduce((sum, border) => sum + (border === 0 ? 1 : 0), 0);
  const direction: Direction = event_direction === 'positive' ? 'positive' : 'negative';
  return {
    ...own,
    columns: { ...own.columns, interval: intervals(own) },
    kind: part.kind === '' ? name : `${part.kind} ${name}`,
    facts: { ...part.facts, statistics: { events, duration_s, frequency_hz: events / duration_s } },
    average: part.classAverages?.[averageKey(name, direction)] ?? null,
  };
}

/** From peak to peak of these events alone; none across an excluded interval. */
function intervals({ columns: { peak, location }, facts: { rate_hz, excluded } }: RowEvents): Float64Array {
  return peak.map((at, i) =>
    i === 0 || touches(excluded, location[i - 1], location[i]) ? Number.NaN : (at - peak[i - 1]) / rate_hz,
  );
}

/** A row with only some of its events. */
function onlyEvents(one: RowEvents, wanted: (event: number) => boolean): RowEvents {
  const kept = <C extends Readonly<Record<string, Float64Array>>>(columns: C): C =>
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, values.filter((_, i) => wanted(i))]),
    ) as C;
  return {
    ...one,
    columns: kept(one.columns),
    fits: one.fits && kept(one.fits),
    ...(one.classes && { classes: one.classes.filter((_, i) => wanted(i)) }),
  };
}
