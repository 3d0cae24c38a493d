import type { Detection } from '../../common/events/detection';
import type { Advice } from '../../common/parameters/advice';
import { defaultParameters } from '../../common/parameters/parameters';

/** Advice on the parameters of a finished detection. */
export function detectionAdvice({ events, prediction, parameters, statistics }: Detection): Advice[] {
  if (events.length > 0) return [];
  const { model_threshold, win_size, event_direction, peak_w } = parameters;
  const highest = prediction.reduce((most, p) => Math.max(most, p), 0).toPrecision(2);
  const why =
    Number(highest) >= model_threshold
      ? `Probabilities reach ${highest}, but no peak is wide and steep enough. Check win_size (${win_size}), event_direction (${event_direction}) and peak_w (${peak_w}).`
      : `The highest probability is ${highest}, below model_threshold (${model_threshold}). ${
          Number(highest) >= defaultParameters().model_threshold
            ? 'Choose a lower threshold.'
            : `Check win_size (${win_size}) and event_direction (${event_direction}).`
        }`;
  return [
    {
      code: 'no-events',
      severity: 'warning',
      names: ['win_size', 'event_direction', 'model_threshold'],
      message: `No events were found in ${Number(statistics.duration_s.toPrecision(3))} s. ${why}`,
    },
  ];
}
