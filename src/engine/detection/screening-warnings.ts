import type { ScreeningFacts } from '../../common/events/detection';
import type { Parameters } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';

/** Why a detection that was to be screened computed every window all the same. */
export function screeningWarnings(
  { prediction_method, model_threshold }: Pick<Parameters, 'prediction_method' | 'model_threshold'>,
  screening: ScreeningFacts | undefined,
): Warning[] {
  if (prediction_method !== 'screened') return [];
  if (!screening)
    return [
      {
        code: 'not-screened',
        message: `The model has no screening network for a model_threshold of ${model_threshold}: every window was computed.`,
      },
    ];
  if (screening.passed) return [];
  const { sampled, missed } = screening;
  return [
    {
      code: 'not-screened',
      message: `The screening network does not suit this recording (it missed ${missed} of ${sampled} sampled windows): every window was computed.`,
    },
  ];
}
