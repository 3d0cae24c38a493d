import { cpus } from 'node:os';
import path from 'node:path';
import { messageOf, UserError } from '../src/common/errors';
import { defaultParameters } from '../src/common/parameters/parameters';
import type { Task } from '../src/common/task';
import type { Backend } from '../src/engine/backends/backend';
import { readModel } from '../src/engine/network/keras/read-model';
import { recordedTrace } from '../src/engine/recordings/joined-trace';
import { openRecording } from '../src/engine/recordings/open';
import { EXAMPLE_SETTINGS } from '../src/engine/simulation/settings';
import { simulate } from '../src/engine/simulation/simulate';
import { writeSimulation } from '../src/engine/simulation/write-simulation';
import { type DetectionSpeed, measureDetection } from './detection';
import { type KerasSpeed, kerasSpeed } from './keras';
import { openKerasTrainer, type TrainingRatios, trainingRatios } from './keras-training';
import { measureOpening, type Opening } from './opening';
import { ownTrainer } from './own-trainer';
import { withTemporaryFolder } from './temporary-folder';
import {
  measureTraining,
  prepareTrainingBench,
  TRAINING_BENCH,
  type TrainingBenchSize,
  type TrainingSpeed,
} from './training';

/** What {@link runBenchmarks} measured; ratios beside their parts. */
export interface BenchReport {
  machine: { processor: string; cores: number; platform: string; node: string };
  detection?: DetectionSpeed;
  keras?: KerasSpeed | { skipped: string };
  /** Windows a second of whole detections over those of Keras' `predict` alone; null without Keras. */
  ratio_to_keras?: number | null;
  opening?: Opening;
  training?: TrainingSpeed & { backend: string; windows: number };
  keras_training?: (TrainingSpeed & { version: string }) | { skipped: string };
  /** Keras' times over ours; null without Keras. */
  training_ratios?: TrainingRatios | null;
}

export type Benchmark = 'detection' | 'opening' | 'training';

/** Length of the recording that events are detected in. */
const DURATION_S = 120;
/** Enough for a steady rate; Keras takes some seconds for them. */
const KERAS_WINDOWS = 30_000;

/** Model and backend are asked for only where they are needed. */
export interface BenchSetup {
  /** Absolute path of a model. */
  model: () => string;
  backend: () => Promise<Backend>;
  /** An interpreter with Keras; without one the comparison is left out, and the report says why. */
  python: string | undefined;
}

/**
 * Runs benchmarks one after another on a machine that should have nothing else to do.
 *
 * @throws CancelledError
 */
export async function runBenchmarks(
  which: readonly Benchmark[],
  { model, backend, python }: BenchSetup,
  task: Task,
): Promise<BenchReport> {
  const [{ model: processor }] = cpus();
  const report: BenchReport = {
    machine: { processor, cores: cpus().length, platform: process.platform, node: process.version },
  };
  if (which.includes('detection')) {
    report.detection = await benchDetection(model(), await backend(), task);
    report.keras = await benchKeras(model(), python, task);
    report.ratio_to_keras =
      'skipped' in report.keras ? null : report.detection.windows_per_s / report.keras.windows_per_s;
  }
  if (which.includes('opening')) report.opening = await measureOpening(task);
  if (which.includes('training'))
    Object.assign(report, await benchTraining(model(), TRAINING_BENCH, await backend(), python, task));
  return report;
}

async function benchDetection(model: string, backend: Backend, task: Task): Promise<DetectionSpeed> {
  return withTemporaryFolder(async (folder) => {
    const files = { recording: path.join(folder, 'recording.h5'), truth: path.join(folder, 'truth.csv') };
    const simulation = await simulate({ ...EXAMPLE_SETTINGS, duration_s: DURATION_S }, task);
    await writeSimulation(files, { overwrite: false }, simulation, task);
    const recording = await openRecording(files.recording, {});
    try {
      return await measureDetection(recordedTrace(recording, 0), model, defaultParameters(), backend, task);
    } finally {
      recording.close();
    }
  });
}

async function benchKeras(
  model: string,
  python: string | undefined,
  task: Task,
): Promise<KerasSpeed | { skipped: string }> {
  const { inputLength } = (await readModel(model)).network;
  return withKeras(python, task, (interpreter) =>
    kerasSpeed(interpreter, { path: model, inputLength }, KERAS_WINDOWS, task.signal),
  );
}

/** Training in this process and, epoch for epoch in turn with it, with Keras. */
export async function benchTraining(
  model: string,
  size: TrainingBenchSize,
  backend: Backend,
  python: string | undefined,
  task: Task,
): Promise<Pick<BenchReport, 'training' | 'keras_training' | 'training_ratios'>> {
  return withTemporaryFolder(async (folder) => {
    const bench = await prepareTrainingBench(model, size, folder, task);
    const keras = await withKeras(python, task, (interpreter) =>
      openKerasTrainer(interpreter, bench, task.signal),
    );
    const compared = !('skipped' in keras);
    const trainers = [ownTrainer(bench, backend, task), ...(compared ? [keras] : [])];
    try {
      const [ours, theirs] = await measureTraining(bench, trainers, task);
      return {
        training: { backend: backend.description, windows: bench.prepared.count, ...ours! },
        keras_training: compared ? { version: keras.version, ...theirs! } : keras,
        training_ratios: compared ? trainingRatios(ours!, theirs!) : null,
      };
    } finally {
      await Promise.all(trainers.map((trainer) => trainer.end()));
    }
  });
}

/** What `measure` finds, or why it could not. */
async function withKeras<T>(
  python: string | undefined,
  task: Task,
  measure: (python: string) => Promise<T>,
): Promise<T | { skipped: string }> {
  if (python === undefined)
    return { skipped: 'Name a Python interpreter that has Keras with --python to compare with it.' };
  task.report({ phase: 'measuring Keras', done: 0, total: 1, unit: '' });
  try {
    return await measure(python);
  } catch (thrown) {
    if (thrown instanceof UserError) return { skipped: messageOf(thrown) };
    throw thrown;
  }
}
