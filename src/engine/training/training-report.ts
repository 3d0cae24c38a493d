import path from 'node:path';
import type { TrainingReport, WindowRef } from '../../common/api/engine/training';
import { isBalanced, meaningOf, mixOf } from '../../common/text/training-mix';
import { countsOf, judged } from './evaluate';
import { type Fit, sigmoid } from './fit';
import type { TrainedFolds, TrainingParameters } from './folds';
import type { PreparedWindows } from './prepare-windows';
import { sharedSegments } from './segment-fingerprints';
import type { SplitPlan } from './split';

/** Maximum number of shared segments named in a warning. */
const NAMED = 3;

/** Report of a training, without the path of the model and the backend. */
export function trainingReport(
  prepared: PreparedWindows,
  { by, splits, warnings }: SplitPlan,
  { fits, cancelled, resumedAfter, checkpointFailure }: TrainedFolds,
  saved: number,
  { patience, model_threshold: threshold }: Pick<TrainingParameters, 'patience' | 'model_threshold'>,
): Omit<TrainingReport, 'model' | 'card' | 'seconds' | 'backend'> {
  const { training, validation } = splits[saved];
  const { best, stopped } = fits[saved];
  const judge = (fold: number) =>
    judged(prepared, splits[fold].validation, Float32Array.from(fits[fold].best.logits, sigmoid), threshold);
  const history = fits.flatMap((fit) => fit.history);
  const shared = sharedSegments(prepared.marks, prepared.refs, training, validation);
  const counts = countsOf(prepared);
  return {
    ...judge(saved),
    ...counts,
    windows: prepared.count,
    training_windows: training.length,
    validation_windows: validation.length,
    split: by,
    shared_stretches: shared,
    warnings: [
      ...counts.warnings,
      ...warnings,
      ...mixWarning(prepared, counts),
      ...sharedWarning(shared, validation.length),
      ...(checkpointFailure === null ? [] : [`A checkpoint could not be saved: ${checkpointFailure}`]),
    ],
    folds:
      fits.length === 1 && splits.length === 1
        ? undefined
        : fits.map((fit, fold) => {
            const { accuracy, auc, mcc } = judge(fold);
            return { accuracy, auc, mcc, validation_loss: fit.best.validationLoss };
          }),
    epochs: fits[saved].history.length,
    best_epoch: best.epoch,
    stopped: cancelled ? 'cancelled' : stopped,
    still_improving: fits.length === 1 && splits.length === 1 && isStillImproving(fits[saved], patience),
    resumed_after: resumedAfter,
    history,
    ms_per_epoch: (1000 * history.reduce((sum, { seconds }) => sum + seconds, 0)) / history.length,
  };
}

/** Whether the best epoch is so near to the last that more epochs are likely to be better. */
function isStillImproving({ best, history, stopped }: Fit, patience: number): boolean {
  return stopped !== 'patience' && history.length - best.epoch <= Math.floor(patience / 4);
}

/** The same words as beside the scores, where there are too few windows or too few of one kind. */
function mixWarning(
  { labels, snr }: PreparedWindows,
  { positive, negative }: { positive: number; negative: number },
) {
  const { tendency, summary, advice } = meaningOf(mixOf(labels, snr));
  if (tendency !== 'unknown' && isBalanced(positive, negative)) return [];
  return [`${positive} windows with an event and ${negative} without: ${summary}. ${advice}`];
}

function sharedWarning(shared: TrainingReport['shared_stretches'], validation: number): string[] {
  if (shared.length === 0) return [];
  const pairs = shared.slice(0, NAMED).map((pair) => `${named(pair.validation)} and ${named(pair.training)}`);
  return [
    `${shared.length} of ${validation} validation windows overlap a training window, so the results are too optimistic: ${pairs.join('; ')}${shared.length > NAMED ? '; …' : ''}.`,
  ];
}

/**
 * Window numbers start from 1 for users; without folders, since the warning is stored in the model, which is shared.
 */
function named({ file, row }: WindowRef): string {
  return `${path.basename(file)} window ${row + 1}`;
}
