import {
  type EventColumns,
  MEASURE_IDS,
  type MeasureId,
  measureRow,
  type SummarisedField,
} from './event-columns';

/** A measure as views show it: a column of a table, an axis, something to filter by. */
export interface ViewMeasure {
  id: MeasureId;
  name: string;
  /** Name for the head of a column, without the unit. */
  heading: string;
  /** Description in one sentence. */
  doc: string;
  /** Fixed number of decimals; otherwise a column has as many as a typical value needs. */
  decimals?: number;
  /** Unit of the numbers shown, for traces in `traceUnit`. */
  unit(traceUnit: string): string;
  /** Multiplies stored numbers to give those shown. */
  factor(traceUnit: string): number;
  /** Displayed numbers, one per event. */
  values(events: EventColumns, traceUnit: string): Float64Array;
  /** Its property in the statistics; absent if they do not summarise it. */
  summary?: SummarisedField;
}

/** All measures that views show, the most useful first. */
export const VIEW_MEASURES: readonly ViewMeasure[] = MEASURE_IDS.filter((id) => measureRow(id).view)
  .sort((a, b) => measureRow(a).view!.at - measureRow(b).view!.at)
  .map(viewMeasure);

export function viewMeasureOf(id: MeasureId): ViewMeasure {
  return VIEW_MEASURES.find((measure) => measure.id === id)!;
}

function viewMeasure(id: MeasureId): ViewMeasure {
  const { field, doc, view } = measureRow(id);
  const row = measureRow(id);
  const factor = (traceUnit: string) => viewUnit(id, traceUnit).factor;
  return {
    id,
    doc,
    name: view!.name,
    heading: view!.heading,
    decimals: view!.decimals,
    unit: (traceUnit) => viewUnit(id, traceUnit).unit,
    factor,
    values(events, traceUnit) {
      const [column, by] = [events[field as keyof EventColumns] as Float64Array, factor(traceUnit)];
      return by === 1 ? column : column.map((value) => value * by);
    },
    ...('summarised' in row && row.summarised && { summary: field as SummarisedField }),
  };
}

/** Electric charge: the unit of one ampere (with its prefix) for one millisecond. */
const CHARGES: Readonly<Record<string, string>> = {
  A: 'mC',
  mA: 'µC',
  µA: 'nC',
  μA: 'nC',
  uA: 'nC',
  nA: 'pC',
  pA: 'fC',
  fA: 'aC',
};

/**
 * The unit in which views show a measure, and the factor that turns stored numbers into it. The integral over a current
 * is an electric charge: 1 pA · s is 1 pC, or 1000 fC. Integrals over other values are given per millisecond: 1 mV · s
 * is 1000 mV·ms. A trace without a unit has measures without one.
 */
export function viewUnit(id: MeasureId, traceUnit: string): { unit: string; factor: number } {
  const { unit, view } = measureRow(id);
  switch (unit) {
    case 's':
      return view?.unit === 'ms' ? { unit: 'ms', factor: 1000 } : { unit, factor: 1 };
    case 'value s':
      return { unit: traceUnit && (CHARGES[traceUnit] ?? `${traceUnit}·ms`), factor: 1000 };
    case 'sample':
      return { unit: '', factor: 1 };
    default:
      return { unit: fileUnit(id, traceUnit), factor: 1 };
  }
}

/** The unit of the stored numbers, which is that of the Python program: charges of a trace in pA are in pA s. */
export function fileUnit(id: MeasureId, traceUnit: string): string {
  const { unit } = measureRow(id);
  return traceUnit === '' && unit.startsWith('value') ? '' : unit.replace('value', traceUnit);
}
