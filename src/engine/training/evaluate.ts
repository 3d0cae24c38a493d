import type { EvaluationReport, EvaluationRequest, Mistake } from '../../common/api/engine/training';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { readModel } from '../network/keras/read-model';
import { openPredictor } from '../prediction/predict';
import { classificationMetrics } from './metrics';
import { balanceOf, type PreparedWindows, prepareWindows } from './prepare-windows';

/**
 * How a model does on the scored windows of training sets.
 *
 * @throws UserError when a file is no model or no training set, or has no scored windows
 * @throws CancelledError
 */
export async function evaluate(
  { model, files, parameters }: EvaluationRequest,
  backend: Backend,
  task: Task,
): Promise<EvaluationReport> {
  const begun = performance.now();
  const { network } = await readModel(model);
  const prepared = await prepareWindows(files, network.inputLength, parameters, task);
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
    return {
      ...judged(prepared, windows, probabilities, parameters.model_threshold),
      windows: count,
      ...countsOf(prepared),
      seconds: (performance.now() - begun) / 1000,
      backend: backend.description,
    };
  } finally {
    await predictor.dispose();
  }
}

/** Metrics and mistakes on some of the windows, given a probability for each of them. */
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

/** What there is of each class, and what is to be said of it. */
export function countsOf({ labels, leftOut, warnings }: PreparedWindows) {
  const { positive, negative, balance } = balanceOf(labels);
  return { positive, negative, balance, left_out: leftOut, warnings };
}
