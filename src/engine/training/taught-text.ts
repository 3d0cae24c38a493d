import type { EvaluationReport } from '../../common/api/engine/training';
import { fixed } from '../../common/text/numbers';

/** Warning about an evaluation on windows that the model was trained with; empty if there are none. */
export function taughtWarning(
  windows: number,
  { taught, untaught, validation }: Pick<EvaluationReport, 'taught' | 'untaught' | 'validation'>,
): string[] {
  if (taught === 0) return [];
  const known = `${fixed(taught, 0)} of ${fixed(windows, 0)} of these windows were used to train this model, so the results on them are too optimistic.`;
  if (untaught) return [`${known} On the other ${fixed(untaught.windows, 0)}: ${figures(untaught)}.`];
  if (!validation) return [`${known} Evaluate it on other windows.`];
  return [
    `${known} On its ${fixed(validation.windows, 0)} validation windows it reached ${figures(validation)}. Evaluate it on other windows.`,
  ];
}

function figures({ accuracy, mcc }: { accuracy: number; mcc: number }): string {
  return `accuracy ${fixed(100 * accuracy, 1)} %, MCC ${fixed(mcc, 3)}`;
}
