import type {
  EvaluationReport,
  EvaluationRequest,
  Mistake,
  UntaughtMetrics,
} from '../../common/api/engine/training';
import type { Task } from '../../common/task';
import { fixed } from '../../common/text/numbers';
import type { Backend } from '../backends/backend';
import { sha256Of } from '../files/hash';
import { type ModelFile, readModel } from '../network/keras/read-model';
import { openPredictor } from '../prediction/predict';
import { classificationMetrics } from './metrics';
import { balanceOf, type PreparedWindows, prepareWindows } from './prepare-windows';
import { taughtFiles, taughtWindows } from './taught-windows';
import { trainingRecordOf } from './training-record';

/**
 * Evaluates a model on the scored windows of training sets.
 *
 * @throws UserError when a file is not a model or not a training set, or has no scored windows
 * @throws CancelledError
 */
export async function evaluate(
  { model, files, parameters }: EvaluationRequest,
  backend: Backend,
  task: Task,
): Promise<EvaluationReport> {
  const begun = performance.now();
  const { network, attributes } = await readModel(model);
  const prepared = await prepareWindows(files, network.inputLength, parameters, task);
  const hashes = new Map<string, string>();
  for (const { file } of taughtFiles(attributes).length > 0 ? prepared.refs : [])
    if (!hashes.has(file)) hashes.set(file, await sha256Of(file, task));
  const taught = taughtWindows(attributes, prepared, hashes);
  const predictor = await openPredictor(network, backend, model);
  try {
    const { values, length, count } = prepared;
    const probabilities = await predictor.predict(
      count,
      (from, to, into) => into.set(values.subarray(from * length, to * length)),
      task,
      parameters.batch_size,
    );
    const windows = Int32Array.from(prepared.labels.keys());
    const threshold = parameters.model_threshold;
    const all = judged(prepared, windows, probabilities, threshold);
    const report = {
      taught: taught.reduce((sum, one) => sum + one, 0),
      untaught: untaughtMetrics(prepared, taught, probabilities, threshold),
      validation: validationOf(attributes),
    };
    const counts = countsOf(prepared);
    return {
      ...all,
      windows: count,
      ...counts,
      ...report,
      warnings: [...counts.warnings, ...taughtWarning(count, report)],
      seconds: (performance.now() - begun) / 1000,
      backend: backend.description,
    };
  } finally {
    await predictor.dispose();
  }
}

/** The metrics on the windows that the model does not know; null where it knows all. */
function untaughtMetrics(
  { labels }: PreparedWindows,
  taught: Uint8Array,
  probabilities: Float32Array,
  threshold: number,
): UntaughtMetrics | null {
  const isNew = (_: number, i: number): boolean => taught[i] === 0;
  const theirs = labels.filter(isNew);
  if (theirs.length === 0) return null;
  const { positive, negative } = balanceOf(theirs);
  const metrics = classificationMetrics(probabilities.filter(isNew), theirs, threshold);
  return { ...metrics, windows: theirs.length, positive, negative };
}

function validationOf(attributes: ModelFile['attributes']): EvaluationReport['validation'] {
  const result = trainingRecordOf(attributes)?.result;
  if (typeof result?.accuracy !== 'number' || typeof result.mcc !== 'number') return null;
  return { windows: result.validation_windows, accuracy: result.accuracy, mcc: result.mcc };
}

/** Metrics and mistakes on some of the windows, given a probability for each. */
export function judged(
  { labels, refs }: PreparedWindows,
  windows: Int32Array,
  probabilities: Float32Array,
  threshold: number,
) {
  const theirs = Uint8Array.from(windows, (window) => labels[window]);
  const wrong = (_: number, i: number): boolean => probabilities[i] >= threshold !== (theirs[i] === 1);
  const mistakes: Mistake[] = Array.from(windows.keys())
    .filter(wrong)
    .map((i) => ({ ...refs[windows[i]], score: theirs[i] === 1 ? 1 : 0, probability: probabilities[i] }));
  mistakes.sort((a, b) => Math.abs(b.probability - b.score) - Math.abs(a.probability - a.score));
  return { ...classificationMetrics(probabilities, theirs, threshold), mistakes };
}

/** Counts of each class, and warnings about them. */
export function countsOf({ labels, leftOut, warnings }: PreparedWindows) {
  const { positive, negative, balance } = balanceOf(labels);
  return { positive, negative, balance, left_out: leftOut, warnings };
}

/** Warning about an evaluation on windows that the model was trained with; empty if there are none. */
function taughtWarning(
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
