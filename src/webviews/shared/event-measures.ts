import type { EventColumns, MeasureId } from '../../common/events/event-columns';
import { VIEW_MEASURES, type ViewMeasure, viewMeasureOf } from '../../common/events/measure-views';
import { columnDecimals, fixed } from '../../common/text/numbers';

/** Measures that exist of at least one event. */
export function knownMeasures(events: EventColumns): ViewMeasure[] {
  return VIEW_MEASURES.filter((measure) => measure.values(events, '').some(Number.isFinite));
}

export function isKnownMeasure(id: unknown): id is MeasureId {
  return VIEW_MEASURES.some((measure) => measure.id === id);
}

/** The measure that was chosen, or the amplitude where a newer or older version stored one that is not known. */
export function knownMeasureOf(id: string): ViewMeasure {
  return VIEW_MEASURES.find((measure) => measure.id === id) ?? viewMeasureOf('amplitude');
}

/** A measure's numbers as views show them, and a way to write one with the decimals that all of them have. */
export interface ShownMeasure {
  id: MeasureId;
  measure: ViewMeasure;
  values: Float64Array;
  unit: string;
  text(value: number): string;
}

export function shownMeasure(measure: ViewMeasure, events: EventColumns, traceUnit: string): ShownMeasure {
  const values = measure.values(events, traceUnit);
  const decimals = measure.decimals ?? columnDecimals(values);
  return {
    id: measure.id,
    measure,
    values,
    unit: measure.unit(traceUnit),
    text: (value) => fixed(value, decimals),
  };
}

/** Event numbers in the order of a measure; events without it come last. */
export function sortedBy(events: Uint32Array, values: Float64Array, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  return Uint32Array.from(events).sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

/** Events for a spreadsheet: tab-separated, one row per event, in full precision. */
export function eventsAsText(events: EventColumns, traceUnit: string, rows: Iterable<number>): string {
  const columns = knownMeasures(events).map((measure) => ({
    name: measure.name,
    unit: measure.unit(traceUnit),
    values: measure.values(events, traceUnit),
  }));
  const heading = ['#', ...columns.map(({ name, unit }) => (unit ? `${name} (${unit})` : name))];
  const lines = Array.from(rows, (event) => [
    event + 1,
    ...columns.map(({ values }) => (Number.isNaN(values[event]) ? '' : values[event])),
  ]);
  return [heading, ...lines].map((line) => line.join('\t')).join('\n');
}
