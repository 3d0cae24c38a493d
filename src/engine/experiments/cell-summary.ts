import { type MeasureId, SUMMARISED_IDS } from '../../common/events/event-columns';
import { summary } from '../measuring/statistics';
import { kindsOfRow, type RowKind } from './event-kinds';
import { countedValues, type RowEvents } from './experiment-events';

/** A measure over the events of one cell or one recording. */
export interface MeasureSummary {
  n: number;
  mean: number;
  sd: number;
  median: number;
  cv: number;
  /** NaN if values have different signs, or some are 0. */
  geometric_mean: number;
}

/** The events of one cell in one group. */
export interface CellSummary {
  group: string;
  condition: string;
  animal: string;
  cell: string;
  /** Kind of the events, '' without: see {@link kindsOfRow}. */
  kind: string;
  recordings: number;
  events: number;
  /** Time looked at: excluded intervals do not count. */
  duration_s: number;
  frequency_hz: number;
  measures: Readonly<Partial<Record<MeasureId, MeasureSummary>>>;
}

/** Cells in order of appearance; a cell in several groups or conditions, or with events of several kinds, has one entry for each. */
export function summariseCells(rows: readonly RowEvents[]): CellSummary[] {
  const cells = new Map<string, RowKind[]>();
  for (const one of rows.flatMap(kindsOfRow)) {
    const { group, condition, animal, cell } = one.row;
    const key = JSON.stringify([group, condition, animal, cell, one.kind]);
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  return [...cells.values()].map((own) => {
    const { kind } = own[0];
    const { group, condition, animal, cell } = own[0].row;
    const total = (of: (one: RowEvents) => number) => own.reduce((sum, one) => sum + of(one), 0);
    const events = total(({ facts }) => facts.statistics.events);
    const duration_s = total(({ facts }) => facts.statistics.duration_s);
    const numbers = { recordings: own.length, events, duration_s, frequency_hz: events / duration_s };
    return { group, condition, animal, cell, kind, ...numbers, measures: summariseMeasures(own) };
  });
}

/** Every measure over the events of several recordings together. */
export function summariseMeasures(rows: readonly RowEvents[]): CellSummary['measures'] {
  return Object.fromEntries(
    SUMMARISED_IDS.map((id) => {
      const values = rows.flatMap((one) => [...countedValues(one, id)]);
      return [id, { ...summary(values), geometric_mean: geometricMean(values) }];
    }),
  );
}

function geometricMean(values: readonly number[]): number {
  const sign = Math.sign(values[0] ?? 0);
  if (sign === 0 || values.some((value) => Math.sign(value) !== sign)) return Number.NaN;
  return sign * Math.exp(values.reduce((sum, value) => sum + Math.log(sign * value), 0) / values.length);
}
