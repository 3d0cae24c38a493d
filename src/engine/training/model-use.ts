import type { ModelUse } from '../../common/api/engine/training';
import { windowSizeOf } from '../../common/text/window-kinds';
import type { TrainingRecord } from './training-record';

/** The length of the published models, which resample_to_600 is named after. */
const PUBLISHED_LENGTH = 600;

type Known = Pick<TrainingRecord, 'windows' | 'settings'> & { result?: { threshold?: number } };

/**
 * The parameters that a model must be used with, as far as its record says them. Windows are resampled unless the
 * network takes them as they were recorded and is none of the published length.
 */
export function modelUse(inputLength: number, { windows = [], settings, result }: Known): ModelUse {
  const [main] = windows;
  return {
    ...(main && {
      win_size: windowSizeOf(main),
      resample_to_600: inputLength === PUBLISHED_LENGTH || inputLength !== main.samples,
    }),
    training_direction: settings.training_direction,
    ...(typeof result?.threshold === 'number' && { model_threshold: result.threshold }),
  };
}
