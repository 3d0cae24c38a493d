import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultParameters } from '../src/common/parameters/parameters';
import { silentTask } from '../src/common/task';
import { type Mix, meaningOf, mixOf } from '../src/common/text/training-mix';
import type { Backend } from '../src/engine/backends/backend';
import { openBackend } from '../src/engine/backends/open';
import { recordedTrace } from '../src/engine/recordings/joined-trace';
import { openRecording } from '../src/engine/recordings/open';
import { Random } from '../src/engine/signal/random';
import { resample } from '../src/engine/signal/resampled-trace';
import { evaluate } from '../src/engine/training/evaluate';
import { readTrainingSet, readWindows } from '../src/engine/training/read-training-set';
import { train } from '../src/engine/training/train';
import { measureWindow } from '../src/engine/training/window-features';
import { writeTrainingSet } from '../src/engine/training/write-training-set';

export interface MixSettings {
  /** Folder of test data. */
  data: string;
  /** The model that each training starts from. */
  base: string;
  /** Trainings of each mix. */
  seeds: number;
  threads: number | undefined;
}

const LENGTH = 600;
/** A hundred steps at ten times the default rate: as far as a thousand at the default, in a tenth of the time. */
const TRAINING = { learning_rate: 2e-4, epochs: 40, patience: 40 };
const STREAM = 41;

/** Events per other window, at equal shares of all kinds. */
const RATIOS = [1 / 4, 1 / 2, 1 / 1.5, 1, 1.5, 2, 4];
/** Share of messy events among events and of false positives among the others, of as many of both. */
const SHARES: readonly (readonly [messy: number, falsePositives: number])[] = [
  [0.83, 0.08],
  [0.5, 0.08],
  [0.5, 0.5],
  [0.5, 0.83],
  [0.1, 0.9],
];

interface Scored {
  samples: Float64Array;
  score: 0 | 1;
  kind: keyof Mix;
}

/** Windows to train on and windows of other stretches to judge with. */
interface Pool {
  name: string;
  /** Windows of a mix. */
  total: number;
  training: Scored[];
  heldOut: Scored[];
}

/** Trains models on mixes of known windows and prints what each finds, and wrongly finds, of those held out. */
export async function measureMixes(settings: MixSettings, say: (line: string) => void): Promise<void> {
  const backend = await openBackend({ choice: 'cpu', threads: settings.threads, log: () => {} });
  const folder = mkdtempSync(path.join(tmpdir(), 'mixes-'));
  try {
    for (const pool of [await onRealNoise(settings.data), await handSorted(settings.data)]) {
      if (!pool) continue;
      const counted = (windows: Scored[]) => kindsText(mixIn(windows));
      say(`\n${pool.name}: to train ${counted(pool.training)}; held out ${counted(pool.heldOut)}`);
      say('mix (clear, messy, false positives, noise) | finds | wrong | rule');
      const heldOut = path.join(folder, 'held-out.h5');
      await write(heldOut, pool.heldOut);
      for (const draw of [...RATIOS.map(ofRatio), ...SHARES.map(ofShares)])
        await measure(pool, draw, { ...settings, backend, folder, heldOut }, say);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await backend.dispose();
  }
}

/** Draws the windows of a mix; undefined where the pool has too few of a kind. */
type Draw = (pool: Pool, random: Random) => Scored[] | undefined;

function ofRatio(ratio: number): Draw {
  return ({ training, total }, random) => {
    const events = Math.round((total * ratio) / (1 + ratio));
    const some = (score: 0 | 1, n: number) =>
      random.shuffle(training.filter((window) => window.score === score)).slice(0, n);
    const drawn = [...some(1, events), ...some(0, total - events)];
    return drawn.length === total ? drawn : undefined;
  };
}

function ofShares([messy, falsePositives]: (typeof SHARES)[number]): Draw {
  return ({ training, total }, random) => {
    const half = total / 2;
    const wanted: Mix = {
      clear: Math.round(half * (1 - messy)),
      messy: Math.round(half * messy),
      falsePositives: Math.round(half * falsePositives),
      noise: Math.round(half * (1 - falsePositives)),
    };
    const drawn = (Object.keys(wanted) as (keyof Mix)[]).map((kind) =>
      random.shuffle(training.filter((window) => window.kind === kind)).slice(0, wanted[kind]),
    );
    const windows = drawn.flat();
    return windows.length >= total - 2 ? windows : undefined;
  };
}

interface Place extends MixSettings {
  backend: Backend;
  folder: string;
  heldOut: string;
}

async function measure(pool: Pool, draw: Draw, place: Place, say: (line: string) => void): Promise<void> {
  let [found, wrong, summary, mix] = [0, 0, '', ''];
  const { positive, negative } = countsIn(pool.heldOut);
  for (let seed = 0; seed < place.seeds; seed++) {
    const windows = draw(pool, new Random(seed, STREAM));
    if (!windows) return;
    [mix, summary] = [kindsText(mixIn(windows)), meaningOf(mixIn(windows)).summary];
    const { true_positive, false_positive } = await trained(windows, seed, place);
    found += true_positive;
    wrong += false_positive;
  }
  const share = (count: number, of: number) => `${((100 * count) / (of * place.seeds)).toFixed(1)} %`;
  say(`${mix} | ${share(found, positive)} | ${share(wrong, negative)} | ${summary}`);
}

async function trained(windows: Scored[], seed: number, { folder, base, heldOut, backend }: Place) {
  const [files, out] = [[path.join(folder, 'mix.h5')], path.join(folder, 'model.h5')];
  await write(files[0], windows);
  const parameters = { ...defaultParameters(), ...TRAINING, seed, split: 'window' as const };
  const task = silentTask();
  await train({ files, base, out, parameters, overwrite: true }, backend, task, () => {});
  const report = await evaluate({ model: out, files: [heldOut], parameters }, backend, task);
  return report.confusion;
}

function countsIn(windows: readonly Scored[]): { positive: number; negative: number } {
  const positive = windows.filter(({ score }) => score === 1).length;
  return { positive, negative: windows.length - positive };
}

function mixIn(windows: readonly Scored[]): Mix {
  const mix: Mix = { clear: 0, messy: 0, falsePositives: 0, noise: 0 };
  for (const { kind } of windows) mix[kind]++;
  return mix;
}

const kindsText = ({ clear, messy, falsePositives, noise }: Mix) =>
  [clear, messy, falsePositives, noise].join(', ');

async function write(file: string, windows: readonly Scored[]): Promise<void> {
  const values = new Float64Array(windows.length * LENGTH);
  for (const [i, { samples }] of windows.entries()) values.set(samples, i * LENGTH);
  const set = {
    windows: windows.length,
    length: LENGTH,
    scores: Int8Array.from(windows, ({ score }) => score),
    starts: null,
    labels: null,
    sources: null,
    facts: {
      rate_hz: null,
      unit: 'pA',
      direction: 'negative' as const,
      win_size: LENGTH,
      sources: [],
      parameters: null,
      writtenBy: 'training-mixes',
    },
  };
  await writeTrainingSet(file, { overwrite: true }, set, (from, to) =>
    values.slice(from * LENGTH, to * LENGTH),
  );
}

/** A window as the network has it, with its kind as the editor tells it. */
function scored(raw: Float64Array, score: 0 | 1): Scored {
  const samples = raw.length === LENGTH ? raw : resample(raw, LENGTH);
  const features = { up: new Float32Array(1), down: new Float32Array(1), noise: new Float32Array(1) };
  measureWindow(samples, 0, LENGTH, features, 0);
  const mix = mixOf([score], Float32Array.of(features.down[0] / features.noise[0]));
  const kind = (Object.keys(mix) as (keyof Mix)[]).find((name) => mix[name] === 1) ?? 'noise';
  return { samples, score, kind };
}

/** Samples of a window of the simulated EPSCs on real noise. */
const REAL_NOISE_WINDOW = 1600;
/** Windows around each event. */
const TIMES = 4;
/** Free windows whose noise is added, so that not every mix finds every event: the noise becomes twice as large. */
const MORE_NOISE = 3;

/** Simulated EPSCs on real noise with known onsets, and more of that noise: two thirds of each recording to train, the last third to judge. */
async function onRealNoise(data: string): Promise<Pool | undefined> {
  const pool: Pool = { name: 'EPSCs on twice the real noise', total: 150, training: [], heldOut: [] };
  const random = new Random(1, STREAM);
  for (const name of ['Sim1', 'Sim2', 'Train1', 'Train2']) {
    const folder = path.join(data, 'sim-mepsc', name);
    if (!existsSync(folder)) return undefined;
    const onsets_s = readFileSync(path.join(folder, 'EventTimes.txt'), 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    const recording = await openRecording(path.join(folder, 'Simulation.abf'), { unit: 'pA' });
    try {
      const trace = recordedTrace(recording, 0);
      const onsets = onsets_s.map((time) => time * trace.rateHz);
      const border = (2 / 3) * trace.samples;
      const isFree = (from: number, share = 0.55) =>
        onsets.every((onset) => onset < from || onset > from + share * REAL_NOISE_WINDOW);
      /** Noise of a free window between two samples, around 0. */
      const noise = (from: number, to: number): Float64Array => {
        for (;;) {
          const start = Math.round(random.uniform(from, to - REAL_NOISE_WINDOW));
          if (!isFree(start - REAL_NOISE_WINDOW, 2)) continue;
          const values = trace.read(start, start + REAL_NOISE_WINDOW);
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          return values.map((value) => value - mean);
        }
      };
      const add = (from: number, score: 0 | 1) => {
        const [start, end] = [Math.round(from), Math.round(from) + REAL_NOISE_WINDOW];
        if (start < 0 || end > trace.samples || (start < border && end > border)) return;
        const [into, ...part] =
          end <= border
            ? ([pool.training, 0, border] as const)
            : ([pool.heldOut, border, trace.samples] as const);
        const more = Array.from({ length: MORE_NOISE }, () => noise(...part));
        const values = trace
          .read(start, end)
          .map((value, i) => more.reduce((sum, { [i]: added }) => sum + added, value));
        into.push(scored(values, score));
      };
      for (const onset of onsets)
        for (let i = 0; i < TIMES; i++) add(onset - random.uniform(0.12, 0.4) * REAL_NOISE_WINDOW, 1);
      for (let i = 0; i < 4 * onsets.length * TIMES; i++) {
        const from = random.uniform(0, trace.samples - REAL_NOISE_WINDOW);
        if (isFree(from)) add(from, 0);
      }
    } finally {
      recording.close();
    }
  }
  return pool;
}

const HAND_SORTED = [
  'B_2020-06-09_002_example_training_data.h5',
  'grad_B_2020-06-09_002_example_training_data.h5',
  'nice_events_complete.h5',
  'noise_complete.h5',
];

/** Windows sorted by hand: the first half of each file to train, the second to judge. */
async function handSorted(data: string): Promise<Pool | undefined> {
  const pool: Pool = { name: 'Sorted by hand', total: 60, training: [], heldOut: [] };
  for (const name of HAND_SORTED) {
    const file = path.join(data, 'training', name);
    if (!existsSync(file)) return undefined;
    const { windows, length, scores } = await readTrainingSet(file);
    const values = await readWindows(file, 0, windows);
    for (let i = 0; i < windows; i++) {
      const score = scores[i];
      if (score !== 0 && score !== 1) continue;
      const into = i < windows / 2 ? pool.training : pool.heldOut;
      into.push(scored(values.slice(i * length, (i + 1) * length), score));
    }
  }
  return pool;
}
