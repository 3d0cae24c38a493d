import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultParameters } from '../src/common/parameters/parameters';
import { type Task, throwIfCancelled } from '../src/common/task';
import type { Recipe } from '../src/common/traces/recipe';
import { distFile } from '../src/engine/files/dist-file';
import { connectEngine, type EngineClient } from '../src/engine/rpc/client';
import { Random } from '../src/engine/signal/random';
import { writeSyntheticRecording } from './synthetic-recording';
import { withTemporaryFolder } from './temporary-folder';

/** How it feels to open a long recording: measured through a process of its own, as the editor asks it. */
export interface Opening {
  samples: number;
  rate_hz: number;
  megabytes: number;
  /** From asking what the file is to the first picture of all of it. */
  first_picture_s: number;
  /** From starting the engine's process to the same picture. */
  with_start_s: number;
  /** Until pictures of all of it show every sample. */
  overview_s: number;
  windows: number;
  window_median_ms: number;
  window_p95_ms: number;
  /** Of the engine's process; null where the system does not say it. */
  peak_memory_mb: number | null;
}

const RATE_HZ = 50_000;
const COLUMNS = 1500;
const WINDOWS = 300;

/** Opens an hour at 50 kHz that it writes itself. */
export async function measureOpening(task: Task): Promise<Opening> {
  return withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'hour.abf');
    const samples = 3600 * RATE_HZ;
    await writeSyntheticRecording(file, { samples, rateHz: RATE_HZ }, task);
    const started = performance.now();
    const child = fork(distFile('miniml.js'), ['--serve'], { serialization: 'advanced', execArgv: [] });
    try {
      const engine = connectEngine(child, () => {});
      await engine.request('backend', { backend: 'cpu', threads: 1 });
      return await measured(
        engine,
        child,
        { path: file, parameters: defaultParameters() },
        samples,
        started,
        task,
      );
    } finally {
      child.kill();
    }
  });
}

async function measured(
  engine: EngineClient,
  child: ChildProcess,
  recipe: Recipe,
  samples: number,
  started: number,
  task: Task,
): Promise<Opening> {
  const whole = { recipe, as: 'recorded', from: 0, to: samples, columns: COLUMNS } as const;
  const asked = performance.now();
  await engine.request('info', { path: recipe.path });
  await engine.request('window', whole);
  const pictured = performance.now();
  while (!(await engine.request('window', whole)).exact) {
    task.report({ phase: 'waiting for the overview', done: 0, total: 1, unit: '' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    throwIfCancelled(task);
  }
  const surveyed = performance.now();
  const times = await windowTimes(engine, recipe, samples, task);
  return {
    samples,
    rate_hz: RATE_HZ,
    megabytes: (samples * 2) / 1e6,
    first_picture_s: (pictured - asked) / 1000,
    with_start_s: (pictured - started) / 1000,
    overview_s: (surveyed - asked) / 1000,
    windows: WINDOWS,
    window_median_ms: times[Math.floor(WINDOWS / 2)],
    window_p95_ms: times[Math.ceil(WINDOWS * 0.95) - 1],
    peak_memory_mb: await peakMemory(child),
  };
}

/** Round trips for stretches of every length anywhere in the recording, in ms, ascending. */
async function windowTimes(
  engine: EngineClient,
  recipe: Recipe,
  samples: number,
  task: Task,
): Promise<Float64Array> {
  const random = new Random(3);
  const times = new Float64Array(WINDOWS);
  for (let i = 0; i < WINDOWS; i++) {
    // From a hundred samples to all of them, each order of magnitude as often.
    const length = Math.floor(100 * (samples / 100) ** random.uniform());
    const from = Math.floor((samples - length) * random.uniform());
    const asked = performance.now();
    await engine.request('window', { recipe, as: 'recorded', from, to: from + length, columns: COLUMNS });
    times[i] = performance.now() - asked;
    task.report({ phase: 'asking for pictures', done: i + 1, total: WINDOWS, unit: 'pictures' });
    throwIfCancelled(task);
  }
  return times.sort();
}

async function peakMemory(child: ChildProcess): Promise<number | null> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}
