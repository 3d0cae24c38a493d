import path from 'node:path';
import { defaultParameters } from '../src/common/parameters/parameters';
import { silentTask, type Task } from '../src/common/task';
import type { Backend } from '../src/engine/backends/backend';
import { Random } from '../src/engine/signal/random';
import { learnOnce } from '../src/engine/training/fit';
import { openLearner } from '../src/engine/training/learner';
import { featureData, windowData } from '../src/engine/training/learning-data';
import { initialState } from '../src/engine/training/learning-state';
import { train } from '../src/engine/training/train';
import {
  BENCH_SEED,
  type Duration,
  type Trainer,
  type TrainingBench,
  type TrainingKind,
  type WholeTraining,
} from './training';

/** Something that learns, epoch by epoch. */
interface Pupil {
  epoch(): Promise<Duration>;
  dispose(): Promise<void>;
}

/** This project's own training. */
export function ownTrainer(bench: TrainingBench, backend: Backend, task: Task): Trainer {
  let now: { kind: TrainingKind; pupil: Promise<Pupil> } | undefined;
  const end = async (): Promise<void> => {
    const before = now;
    now = undefined;
    await (await before?.pupil)?.dispose();
  };
  return {
    async epoch(kind) {
      if (now?.kind !== kind) {
        await end();
        now = { kind, pupil: openPupil(bench, kind, backend, task) };
      }
      return (await now.pupil).epoch();
    },
    async wholeTransfer() {
      await end();
      return wholeTransfer(bench, backend, task);
    },
    end,
  };
}

async function openPupil(
  { prepared, recipes }: TrainingBench,
  kind: TrainingKind,
  backend: Backend,
  task: Task,
): Promise<Pupil> {
  const { part, batch_size, learning_rate } = recipes[kind];
  const { frozen, learning } = part;
  const data = frozen ? await featureData(frozen, prepared, backend, task) : windowData(prepared);
  const learner = await openLearner(learning, data, backend, learning_rate);
  const state = initialState(learning);
  const random = new Random(BENCH_SEED);
  const order = Int32Array.from({ length: prepared.count }, (_, i) => i);
  const inside: Task = { ...silentTask(), signal: task.signal };
  return {
    async epoch() {
      const since = stopwatch();
      await learnOnce(learner.step, random.shuffle(order), batch_size, state, random, inside);
      return since();
    },
    async dispose() {
      await Promise.all([learner.dispose(), data.dispose()]);
    },
  };
}

async function wholeTransfer(
  { base, file, size, folder }: TrainingBench,
  backend: Backend,
  task: Task,
): Promise<WholeTraining> {
  const parameters = { ...defaultParameters(), seed: BENCH_SEED, epochs: size.wholeEpochs };
  const out = path.join(folder, 'trained.h5');
  const since = stopwatch();
  const report = await train(
    { files: [file], base, parameters, out, overwrite: false },
    backend,
    task,
    () => {},
  );
  const { wall_ms, cpu_ms } = since();
  const { epochs, training_windows, validation_windows } = report;
  return { training_windows, validation_windows, epochs, seconds: wall_ms / 1000, cpu_s: cpu_ms / 1000 };
}

/** Says how much time has passed since it was called. */
function stopwatch(): () => Duration {
  const wall = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall_ms: performance.now() - wall, cpu_ms: (user + system) / 1000 };
  };
}
