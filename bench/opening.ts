import { type ChildProcess, fork } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeptStore } from '../src/common/api/engine/kept';
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
  /** Reading the file from end to end and doing nothing with it, before anything else. */
  read_s: number;
  /** Until pictures of all of it show every sample. */
  overview_s: number;
  /** The same at the second opening, by another process. */
  second_overview_s: number;
  windows: number;
  window_median_ms: number;
  window_p95_ms: number;
  /** Of the engine's process; null where the system does not say it. */
  peak_memory_mb: number | null;
}

const RATE_HZ = 50_000;
const HOURS = 8;
const COLUMNS = 1500;
const WINDOWS = 300;

/** Opens a recording at 50 kHz that it writes itself, twice: the second time the overview is kept. */
export async function measureOpening(task: Task, hours: number = HOURS): Promise<Opening> {
  return withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'long.abf');
    const samples = hours * 3600 * RATE_HZ;
    await writeSyntheticRecording(file, { samples, rateHz: RATE_HZ }, task);
    const opened: Opened = {
      recipe: { path: file, parameters: defaultParameters() },
      samples,
      keep: { folder: path.join(folder, 'overviews'), limit_bytes: 1e9 },
    };
    const read_s = await secondsToRead(file);
    const first = await withEngine(async (engine, child) => ({
      ...(await firstOpening(engine, opened, task)),
      peak_memory_mb: await peakMemory(child),
    }));
    const second_overview_s = await withEngine((engine) => secondsToOverview(engine, opened, task));
    const megabytes = (samples * 2) / 1e6;
    return { samples, rate_hz: RATE_HZ, megabytes, read_s, ...first, second_overview_s };
  });
}

interface Opened {
  recipe: Recipe;
  samples: number;
  keep: KeptStore;
}

async function withEngine<T>(work: (engine: EngineClient, child: ChildProcess) => Promise<T>): Promise<T> {
  const child = fork(distFile('miniml.js'), ['--serve'], { serialization: 'advanced', execArgv: [] });
  try {
    return await work(
      connectEngine(child, () => {}),
      child,
    );
  } finally {
    child.kill();
  }
}

async function firstOpening(engine: EngineClient, opened: Opened, task: Task) {
  const { recipe, samples } = opened;
  const started = performance.now();
  await engine.request('backend', { backend: 'cpu', threads: 1 });
  const asked = performance.now();
  await engine.request('info', { path: recipe.path });
  await engine.request('window', wholeOf(opened));
  const pictured = performance.now();
  await secondsToOverview(engine, opened, task);
  const overview_s = (performance.now() - asked) / 1000;
  const times = await windowTimes(engine, recipe, samples, task);
  return {
    first_picture_s: (pictured - asked) / 1000,
    with_start_s: (pictured - started) / 1000,
    overview_s,
    windows: WINDOWS,
    window_median_ms: times[Math.floor(WINDOWS / 2)],
    window_p95_ms: times[Math.ceil(WINDOWS * 0.95) - 1],
  };
}

const wholeOf = ({ recipe, samples, keep }: Opened) =>
  ({ recipe, keep, as: 'recorded', from: 0, to: samples, columns: COLUMNS }) as const;

/** Until a picture of the whole shows every sample. */
async function secondsToOverview(engine: EngineClient, opened: Opened, task: Task): Promise<number> {
  const asked = performance.now();
  while (!(await engine.request('window', wholeOf(opened))).exact) {
    task.report({ phase: 'waiting for the overview', done: 0, total: 1, unit: '' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    throwIfCancelled(task);
  }
  return (performance.now() - asked) / 1000;
}

async function secondsToRead(file: string): Promise<number> {
  const started = performance.now();
  for await (const _block of createReadStream(file, { highWaterMark: 1 << 20 }));
  return (performance.now() - started) / 1000;
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
