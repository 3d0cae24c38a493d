import type { ResultsColumns } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import { VIEW_MEASURES, type ViewMeasure, viewMeasureOf } from '../../common/events/measure-views';
import { columnDecimals, fixed } from '../../common/text/numbers';

/** Measures that at least one event of the file has. */
export function knownMeasures(events: ResultsColumns): ViewMeasure[] {
  return VIEW_MEASURES.filter((measure) => measure.values(events, '').some(Number.isFinite));
}

/** The chosen measure, or the first one if the stored name is from another version. */
export function knownMeasureOf(id: string): ViewMeasure {
  return VIEW_MEASURES.find((measure) => measure.id === id) ?? viewMeasureOf('amplitude');
}

/** Displayed values of a measure, and a formatter with common decimals. */
export interface ShownMeasure {
  id: MeasureId;
  measure: ViewMeasure;
  values: Float64Array;
  unit: string;
  text(value: number): string;
}

export function shownMeasure(measure: ViewMeasure, events: ResultsColumns, traceUnit: string): ShownMeasure {
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
