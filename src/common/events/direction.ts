import type { Parameters } from '../parameters/parameters';
import type { DetectedEvent } from './detection';

/** A direction of events; what `event_direction` may be beside "both". */
export type Direction = Parameters['training_direction'];

export const DIRECTIONS = ['negative', 'positive'] as const satisfies readonly Direction[];

/** Names of the directions, as currents are described. */
export const DIRECTION_NAMES: Readonly<Record<Direction, string>> = {
  negative: 'inward',
  positive: 'outward',
};

/** Factor that turns events of a direction upwards. */
export function signOfDirection(direction: Direction): 1 | -1 {
  return direction === 'negative' ? -1 : 1;
}

/** Factor that turns the events that parameters look for upwards. */
export function eventSign(parameters: Pick<Parameters, 'event_direction' | 'training_direction'>): 1 | -1 {
  return signOfDirection(mainDirection(parameters));
}

export function directionOfEvent({ direction }: Pick<DetectedEvent, 'direction'>): Direction {
  return direction < 0 ? 'negative' : 'positive';
}

/** Directions searched by a detection: one, or both. */
export function directionsOf({ event_direction }: Pick<Parameters, 'event_direction'>): readonly Direction[] {
  return event_direction === 'both' ? DIRECTIONS : [event_direction];
}

/**
 * The direction where only one can be used, as in windows of a training set, previews and templates: of both, that in
 * which the model was trained, since it is searched without inverting the trace.
 */
export function mainDirection({
  event_direction,
  training_direction,
}: Pick<Parameters, 'event_direction' | 'training_direction'>): Direction {
  return event_direction === 'both' ? training_direction : event_direction;
}
