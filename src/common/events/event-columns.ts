import type { DetectedEvent } from './detection';
import { DERIVED_MEASURES, type DerivedMeasure, type MeasureRow, STORED_MEASURES } from './measures';

type Stored = typeof STORED_MEASURES;
type Derived = typeof DERIVED_MEASURES;

export type StoredMeasure = keyof Stored;
export type MeasureId = StoredMeasure | keyof Derived;

/** Names of the properties in `in` whose rows fulfil a condition. */
type FieldsIn<In, Row = unknown> = {
  [K in StoredMeasure]: Stored[K] extends { in: In } & Row ? Stored[K]['field'] : never;
}[StoredMeasure];

export type EventField = FieldsIn<'event'>;
export type ReasonField = FieldsIn<'reason'>;
export type MeasuredField = FieldsIn<'event', { measured: true }>;
export type SummarisedField =
  | FieldsIn<'event', { summarised: true }>
  | Extract<Derived[keyof Derived], { summarised: true }>['field'];
export type AveragedField = FieldsIn<'event', { averaged: true }>;

/**
 * Detected events as columns, in order of time; units as {@link STORED_MEASURES} says. Typed arrays cross the webview
 * boundary without conversion and keep NaN, unlike objects of numbers.
 */
export type EventColumns = Record<
  EventField | ReasonField | Derived[keyof Derived]['field'],
  Float64Array
> & {
  /** 1 for events at the trace edge, which averages and statistics exclude. */
  border: Uint8Array;
};

const rows = Object.entries(STORED_MEASURES) as [StoredMeasure, MeasureRow][];
const derived = Object.entries(DERIVED_MEASURES) as [keyof Derived, DerivedMeasure][];

export const STORED_IDS = rows.map(([id]) => id);
export const MEASURE_IDS: readonly MeasureId[] = [...STORED_IDS, ...derived.map(([id]) => id)];

/** Measures that the statistics summarise, and that groups are compared in. */
export const SUMMARISED_IDS: readonly MeasureId[] = MEASURE_IDS.filter((id) => measureRow(id).summarised);

/** Fields of the rows that have a flag. */
function marked<F>(mark: 'measured' | 'averaged'): readonly F[] {
  return rows.filter(([, row]) => row[mark]).map(([, row]) => row.field as F);
}

export const MEASURED_FIELDS = marked<MeasuredField>('measured');
export const AVERAGED_FIELDS = marked<AveragedField>('averaged');

/**
 * Returns a function that reads a measure of an event as a number: flags are 0 or 1, NaN if the measure does not exist.
 */
export function readerOf(id: MeasureId): (event: DetectedEvent) => number {
  const row = measureRow(id);
  if (!('in' in row)) return row.value;
  const { field } = row;
  if (row.in === 'flag') return (event) => (event[field as keyof DetectedEvent] === true ? 1 : 0);
  if (row.in === 'event') return (event) => event[field as EventField];
  const holder = row.in;
  return (event) => (event[holder] as Readonly<Record<string, number>>)[field];
}

/** Measures taken from the trace around an event, as opposed to those known from detection. */
export type Measures = Record<MeasuredField, number>;

export function measuresOf(event: DetectedEvent): Measures {
  return Object.fromEntries(MEASURED_FIELDS.map((field) => [field, event[field]])) as Measures;
}

export function measureRow(id: MeasureId): MeasureRow | DerivedMeasure {
  return id in STORED_MEASURES
    ? STORED_MEASURES[id as StoredMeasure]
    : (DERIVED_MEASURES as Readonly<Record<string, DerivedMeasure>>)[id];
}

/** An event from its stored measures; the reverse of {@link readerOf}. */
export function eventFrom(read: (id: StoredMeasure) => number): DetectedEvent {
  const event: Record<string, unknown> = {};
  const holders = {
    event,
    flag: event,
    origin: {} as Record<string, unknown>,
    reason: {} as Record<string, unknown>,
  };
  for (const [id, row] of rows) {
    const value = read(id);
    if (row.in !== 'flag') holders[row.in][row.field] = value;
    else if (!row.later) event[row.field] = value === 1;
    else if (value === 1) event[row.field] = true;
  }
  return { ...event, origin: holders.origin, reason: holders.reason } as unknown as DetectedEvent;
}

/** Measures that views draw: all except the sweep's. */
const drawn = MEASURE_IDS.filter((id) => {
  const row = measureRow(id);
  return !('in' in row) || row.in === 'event' || row.in === 'reason';
});

export function columnsOf(events: readonly DetectedEvent[]): EventColumns {
  return Object.fromEntries([
    ...drawn.map((id) => [measureRow(id).field, Float64Array.from(events, readerOf(id))]),
    ['border', Uint8Array.from(events, readerOf('border'))],
  ]) as EventColumns;
}
