import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { SCREEN_WINDOW } from '../network/screen/screen-weights';
import type { Predictor } from '../prediction/predict';
import { openScreenProgram } from '../prediction/screen';
import { breathe } from '../scheduling/breathe';
import { Random } from '../signal/random';
import { distilledTrace } from './distilled-traces';
import { labelWindows } from './label-windows';
import { type LabelledTrace, type ScreenTraining, trainScreen } from './train-screen';

export interface Distillation extends ScreenTraining {
  /** Simulated recordings to train on, and to calibrate on. */
  recordings: number;
  calibrationRecordings: number;
}

/** Result of {@link distil}. */
export interface Distilled {
  parameters: Float32Array;
  levels: Float64Array;
  cutoffs: Float64Array;
}

const STREAM = 23;

/** Probabilities that cutoffs are calibrated for: a fifth of model_threshold 0.05 … 1. */
const LEVELS = [0.01, 0.015, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2];

/**
 * Distils a screening network from a model, on simulated recordings, and calibrates it on others.
 *
 * @param predictor of a model with an input of 600 samples @param from flat weights to begin with, instead of random ones
 * @throws CancelledError
 */
export async function distil(
  predictor: Predictor,
  backend: Backend,
  how: Distillation,
  task: Task,
  told?: (step: number, loss: number) => void,
  from?: Float32Array,
): Promise<Distilled> {
  const training = await labelledTraces(predictor, how.recordings, [how.seed, STREAM], false, task);
  const parameters = await trainScreen(training, how, backend, task, told, from);
  const seeds = [how.seed, STREAM, 1] as const;
  const calibration = await labelledTraces(predictor, how.calibrationRecordings, seeds, true, task);
  return { parameters, ...(await calibrate(parameters, calibration, backend)) };
}

/** @throws CancelledError */
export async function labelledTraces(
  predictor: Predictor,
  recordings: number,
  seeds: readonly number[],
  all: boolean,
  task: Task,
): Promise<LabelledTrace[]> {
  if (predictor.inputLength !== SCREEN_WINDOW)
    throw new RangeError(`a model of ${predictor.inputLength} samples cannot be distilled`);
  const random = new Random(...seeds);
  const traces: LabelledTrace[] = [];
  const quiet = { signal: task.signal, report: () => {} };
  for (let done = 0; done < recordings; ) {
    const values = await distilledTrace(random.integer(2 ** 32), predictor.inputLength, quiet);
    traces.push({ values, labels: await labelWindows(predictor, values, all, quiet) });
    task.report({ phase: 'labelling', done: ++done, total: recordings, unit: 'recordings' });
    await breathe(task);
  }
  return traces;
}

/** The lowest score of windows that reach each level. */
export async function calibrate(
  parameters: Float32Array,
  traces: readonly LabelledTrace[],
  backend: Backend,
): Promise<Pick<Distilled, 'levels' | 'cutoffs'>> {
  const program = await openScreenProgram(parameters, backend);
  const cutoffs = new Float64Array(LEVELS.length).fill(Number.POSITIVE_INFINITY);
  try {
    for (const { values, labels } of traces) {
      const trace = {
        samples: values.length,
        read: (from: number, to: number) => values.subarray(from, to),
      };
      const scores = await program.scores(trace, 0, labels.length);
      labels.forEach((p, i) => {
        for (let l = 0; l < LEVELS.length && p >= LEVELS[l]; l++)
          cutoffs[l] = Math.min(cutoffs[l], scores[i]);
      });
    }
  } finally {
    await program.dispose();
  }
  // A level that no window reached has no cutoff of its own.
  const reached = cutoffs.filter(Number.isFinite).length;
  return { levels: Float64Array.from(LEVELS.slice(0, reached)), cutoffs: cutoffs.slice(0, reached) };
}
