import { MEASURE_IDS, measureRow } from '../../common/events/event-columns';
import { viewUnit } from '../../common/events/measure-views';
import type { GroupedMeasure } from '../statistics/conditions';
import type { NestedData } from '../statistics/nested-data';
import { mapValues } from '../statistics/nested-data';

/** A measure as figures show it. */
export interface ShownMeasure {
  /** For file names: "amplitude". */
  id: string;
  /** "Rise time (10–90 %)". */
  name: string;
  unit: string;
  data: NestedData;
  /** Each value is of a whole recording, not of one event. */
  perRecording: boolean;
}

/**
 * A measure of a table in the units that people read: times below a second in ms, charges in fC. Measures that we do
 * not know keep their name and unit.
 */
export function shownMeasure(
  heading: string,
  data: NestedData,
  change?: GroupedMeasure['change'],
): ShownMeasure {
  const { id, name, unit, factor } = shownName(heading);
  return {
    ...{ id: fileName(id), name, unit },
    data: factor === 1 ? data : mapValues(data, (value) => value * factor),
    perRecording: isPerRecording(heading, change),
  };
}

/** Whether a measure has one value per recording, or, as a change between conditions, per cell; not one per event. */
export function isPerRecording(heading: string, change?: GroupedMeasure['change']): boolean {
  return shownName(heading).id.split('-', 1)[0] === 'frequency' || change !== undefined;
}

/**
 * Name and unit of a column "charge (pA s)" or "inward: charge (pA s)", and what its numbers are multiplied by for that
 * unit.
 */
export function shownName(heading: string): { id: string; name: string; unit: string; factor: number } {
  const [, kind, plain = heading] = /^(.*?): (.*)$/.exec(heading) ?? [];
  if (kind !== undefined) {
    const shown = shownName(plain);
    return { ...shown, id: `${shown.id}-${kind}`, name: `${shown.name}, ${kind}` };
  }
  const [, id = heading, unit = ''] = /^(.*?)(?: \(([^()]*)\))?$/.exec(heading) ?? [];
  const known = MEASURE_IDS.find((measure) => measure === id);
  const view = known && measureRow(known).view;
  if (!view) {
    const name = id.slice(0, 1).toUpperCase() + id.slice(1).replaceAll('_', ' ');
    // Time constants of fitted decays.
    const inMs = unit === 's' && id.startsWith('decay_');
    return { id, name, ...(inMs ? { unit: 'ms', factor: 1000 } : { unit, factor: 1 }) };
  }
  const traceUnit = traceUnitOf(measureRow(known).unit, unit);
  // Slopes per second have five digits.
  if (measureRow(known).unit === 'value/s')
    return { id, name: view.name, unit: `${traceUnit}/ms`, factor: 0.001 };
  return { id, name: view.name, ...viewUnit(known, traceUnit) };
}

/** The unit of the trace, from the unit of a stored measure: "pA s" of a "value s" is pA. */
function traceUnitOf(declared: string, unit: string): string {
  if (!declared.startsWith('value')) return '';
  const rest = declared.slice('value'.length);
  return unit.endsWith(rest) ? unit.slice(0, unit.length - rest.length) : unit;
}

/** "Amplitude (pA)". */
export function axisName({ name, unit }: Pick<ShownMeasure, 'name' | 'unit'>): string {
  if (unit === '') return name;
  return name.includes('(') ? `${name} [${unit}]` : `${name} (${unit})`;
}

function fileName(id: string): string {
  return id.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|(?<!-)-+$/g, '') || 'measure';
}
