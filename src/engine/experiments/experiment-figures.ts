import type { Figure } from '../../common/figures/marks';
import { averageEvents } from '../figures/average-events';
import { timeCourse } from '../figures/time-course';
import { kindsOfRow, type RowKind } from './event-kinds';
import type { RowEvents } from './experiment-events';

/**
 * Figures of an experiment that need more than its table of events: its time course, and its average events; of each
 * kind of events their own.
 */
export function experimentFigures(results: readonly RowEvents[]): Figure[] {
  const kinds = new Map<string, RowKind[]>();
  for (const one of results.flatMap(kindsOfRow)) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  return [...kinds].flatMap(([kind, rows]) =>
    kindFigures(rows).map((figure) =>
      kind === ''
        ? figure
        : { ...figure, name: `${figure.name}-${kind}`, title: `${figure.title}, ${kind} events` },
    ),
  );
}

function kindFigures(results: readonly RowKind[]): Figure[] {
  const { unit } = results[0].facts;
  const averages = results.flatMap(({ row: { group, cell, animal }, facts: { rate_hz }, average }) =>
    average
      ? [
          {
            group,
            cell,
            animal,
            rate_hz,
            values: average.values,
            count: average.count,
            before: average.before,
          },
        ]
      : [],
  );
  return [
    timeCourse(results.map(courseOf), unit),
    ...(averages.length > 0 ? [averageEvents(averages, unit)] : []),
  ];
}

function courseOf({ row, facts: { rate_hz, samples, excluded, missing }, columns }: RowEvents) {
  const counted = (values: Float64Array) => values.filter((_, i) => columns.border[i] === 0);
  return {
    group: row.group,
    times_s: counted(columns.time),
    amplitudes: counted(columns.amplitude),
    duration_s: samples / rate_hz,
    excluded_s: [...excluded, ...missing].map(({ from, to }): [number, number] => [
      from / rate_hz,
      to / rate_hz,
    ]),
  };
}
