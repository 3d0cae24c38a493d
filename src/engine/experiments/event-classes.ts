import type { Detection } from '../../common/events/detection';
import { type Direction, directionOfEvent, directionsOf } from '../../common/events/direction';
import { measureRow, readerOf } from '../../common/events/event-columns';
import type { Parameters, WrittenParameters } from '../../common/parameters/parameters';
import { amount } from '../../common/text/numbers';
import { meanOfRows } from '../measuring/average';
import type { DecayFits } from './decay-fits';

/** Kinetic class of an event. Events without a valid value of the measure are in neither of the two. */
export type EventClass = (typeof EVENT_CLASSES)[number];

export const EVENT_CLASSES = ['fast', 'slow', 'unclassified'] as const;

type ClassRule = Pick<Parameters, 'class_limit' | 'class_measure'>;

/** Measured times are multiples of a sample, computed with rounding errors: those at the limit are slow. */
const ROUNDING_SAMPLES = 1e-6;

/** Whether the classes need fits of the decays. */
export function classesNeedFits({ class_limit, class_measure }: ClassRule): boolean {
  return class_limit !== null && class_measure === 'decay_constant';
}

/**
 * The class of each event; undefined where the parameters ask for no classes.
 *
 * @param fits of the decays, where {@link classesNeedFits}
 */
export function classesOf(
  { events, parameters, rate_hz }: Pick<Detection, 'events' | 'parameters' | 'rate_hz'>,
  fits: DecayFits | undefined,
): EventClass[] | undefined {
  const { class_limit, class_measure } = parameters;
  if (class_limit === null) return undefined;
  const values =
    class_measure === 'decay_constant'
      ? events.map((_, i) => fits?.decay_constant[i] ?? Number.NaN)
      : events.map(readerOf(class_measure));
  return values.map((value_s) => {
    if (!(value_s >= 0)) return 'unclassified';
    return value_s * rate_hz < class_limit - ROUNDING_SAMPLES ? 'fast' : 'slow';
  });
}

/** An average event: its samples, the number of events it is the mean of, samples before the steepest rise. */
export interface RowAverage {
  values: Float64Array;
  count: number;
  before: number;
}

/** Average of the isolated events of each class, by {@link averageKey}; events that a person excluded are not in it. */
export function classAverages(
  { events, snippets, points_before, points_after, parameters }: Detection,
  classes: readonly EventClass[],
): Record<string, RowAverage | null> {
  const averages = directionsOf(parameters).flatMap((direction) =>
    EVENT_CLASSES.map((name) => {
      const rows = events.flatMap((event, i) =>
        classes[i] === name &&
        directionOfEvent(event) === direction &&
        event.isolated &&
        !event.border &&
        event.excluded !== true
          ? [i]
          : [],
      );
      const count = rows.length;
      const length = points_before + points_after;
      const average =
        count === 0 ? null : { values: meanOfRows(snippets, rows, length), count, before: points_before };
      return [averageKey(name, direction), average] as const;
    }),
  );
  return Object.fromEntries(averages);
}

export function averageKey(name: EventClass, direction: Direction): string {
  return `${name} ${direction}`;
}

/** "half decay below 3 ms", for a methods text: what a fast event is. */
export function classRuleText(
  { class_limit, class_measure }: ClassRule,
  recipe: Pick<WrittenParameters, 'class_limit'>,
  rateHz: number,
): string {
  const limit =
    typeof recipe.class_limit === 'string'
      ? recipe.class_limit
      : `${amount((1000 * (class_limit ?? 0)) / rateHz)} ms`;
  return `${measureText(class_measure)} below ${limit}`;
}

function measureText(measure: Parameters['class_measure']): string {
  if (measure === 'decay_constant') return 'fitted decay time constant';
  const name = measureRow(measure).view?.name ?? measure;
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
