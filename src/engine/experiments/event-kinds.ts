import { DIRECTION_NAMES, DIRECTIONS, type Direction, signOfDirection } from '../../common/events/direction';
import type { RowEvents } from './experiment-events';

/** Events of a row that are kept apart from others: those of one direction. */
export interface RowKind extends RowEvents {
  /** "inward"; '' for all events of a row with one direction. */
  kind: string;
}

/**
 * The events of a row by kind. A row of one direction is one kind without a name; of a row of both directions each is a
 * kind of its own, and nothing is ever computed over both.
 */
export function kindsOfRow(one: RowEvents): RowKind[] {
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
  return {
    ...onlyEvents(one, (i) => one.columns.direction[i] === sign),
    kind: DIRECTION_NAMES[direction],
    facts: { ...one.facts, statistics },
    average: one.averages?.[direction] ?? null,
  };
}

/** A row with only some of its events. */
function onlyEvents(one: RowEvents, wanted: (event: number) => boolean): RowEvents {
  const kept = <C extends Readonly<Record<string, Float64Array>>>(columns: C): C =>
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, values.filter((_, i) => wanted(i))]),
    ) as C;
  return { ...one, columns: kept(one.columns), fits: one.fits && kept(one.fits) };
}
