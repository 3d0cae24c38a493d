import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { SCREEN_WINDOW } from '../network/screen/screen-weights';
import type { Predictor } from '../prediction/predict';
import { SILENCE } from '../prediction/predict-screened';
import { openScreenProgram } from '../prediction/screen';
import { breathe } from '../scheduling/breathe';
import { Random } from '../signal/random';
import { distilledTrace } from './distilled-traces';
import { labelWindows } from './label-windows';
import {
  type LabelledTrace,
  newScreenTraining,
  type ScreenTraining,
  type ScreenTrainingState,
  trainScreen,
} from './train-screen';

export interface Distillation extends ScreenTraining {
  /** Simulated recordings to train on, and to calibrate on. */
  recordings: number;
  calibrationRecordings: number;
}

/** How a screening network was distilled, in a line. @param begin origin of the one that it began from */
export function originOf(
  { seed, recordings, calibrationRecordings, steps }: Distillation,
  begin?: string,
): string {
  const own = `seed ${seed}, ${recordings} + ${calibrationRecordings} simulated recordings, ${steps} steps`;
  return begin === undefined ? own : `${begin}; then ${own}`;
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

/** Where a distillation keeps what it has, so that it can be interrupted. */
export interface DistillationMemory {
  labels(name: string): Promise<Float32Array | undefined>;
  keepLabels(name: string, labels: Float32Array): Promise<void>;
  state(): Promise<ScreenTrainingState | undefined>;
  keepState(state: ScreenTrainingState): Promise<void>;
  /** Steps between two states that are kept. */
  everySteps: number;
}

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
  memory?: DistillationMemory,
  from?: Float32Array,
  told: (loss: number) => void = () => {},
): Promise<Distilled> {
  const simulated = (kind: 'training' | 'calibration', recordings: number) =>
    labelledTraces(predictor, recordings, how.seed, kind, task, memory);
  const training = await simulated('training', how.recordings);
  const state = (await memory?.state()) ?? newScreenTraining(how, from);
  await trainScreen(training, how, state, backend, task, async (loss) => {
    told(loss);
    if (memory && state.steps % memory.everySteps === 0) await memory.keepState(state);
  });
  const { parameters } = state.adam;
  const calibration = await simulated('calibration', how.calibrationRecordings);
  return { parameters, ...(await calibrate(parameters, calibration, backend)) };
}

/**
 * Simulated recordings with the model's labels: of the windows that matter for training, of all for calibration.
 *
 * @throws CancelledError
 */
export async function labelledTraces(
  predictor: Predictor,
  recordings: number,
  seed: number,
  kind: 'training' | 'calibration',
  task: Task,
  memory?: DistillationMemory,
): Promise<LabelledTrace[]> {
  if (predictor.inputLength !== SCREEN_WINDOW)
    throw new RangeError(`a model of ${predictor.inputLength} samples cannot be distilled`);
  const random = new Random(seed, STREAM, kind === 'training' ? 0 : 1);
  const traces: LabelledTrace[] = [];
  const quiet = { signal: task.signal, report: () => {} };
  for (let done = 0; done < recordings; ) {
    const values = await distilledTrace(random.integer(2 ** 32), predictor.inputLength, quiet);
    const name = `${kind}-${seed}-${done}`;
    const known = await memory?.labels(name);
    const labels = known ?? (await labelWindows(predictor, values, kind === 'calibration', quiet));
    if (!known) await memory?.keepLabels(name, labels);
    traces.push({ values, labels });
    task.report({ phase: 'labelling', done: ++done, total: recordings, unit: 'recordings' });
    await breathe(task);
  }
  return traces;
}

/** Cutoffs are this far below the lowest score of a peak. */
const MARGIN = 1;

/**
 * For each level, the cutoff that passes a window of every peak that reaches it: of the highest scores within peaks the
 * lowest, less a margin.
 */
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
      for (const { probability, score } of peaksOf(labels, scores))
        for (let l = 0; l < LEVELS.length && probability >= LEVELS[l]; l++)
          cutoffs[l] = Math.min(cutoffs[l], score - MARGIN);
    }
  } finally {
    await program.dispose();
  }
  // A level that no peak reached has no cutoff of its own.
  const reached = cutoffs.filter(Number.isFinite).length;
  return { levels: Float64Array.from(LEVELS.slice(0, reached)), cutoffs: cutoffs.slice(0, reached) };
}

/**
 * Highest probability and highest score of each run of windows that are not silent: all of a run is computed as soon as
 * one of its windows is.
 */
function* peaksOf(
  labels: Float32Array,
  scores: Float32Array,
): Generator<{ probability: number; score: number }> {
  for (let i = 0; i < labels.length; i++) {
    if (!(labels[i] > SILENCE)) continue;
    let [probability, score] = [0, Number.NEGATIVE_INFINITY];
    for (; i < labels.length && labels[i] > SILENCE; i++) {
      probability = Math.max(probability, labels[i]);
      score = Math.max(score, scores[i]);
    }
    yield { probability, score };
  }
}
