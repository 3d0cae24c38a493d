import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Progress, silentTask } from '../src/common/task';
import { openBackend } from '../src/engine/backends/open';
import {
  type Distillation,
  type DistillationMemory,
  distil,
  originOf,
} from '../src/engine/distilling/distil';
import { SCREEN_TRAINING } from '../src/engine/distilling/train-screen';
import { readScreen, screenPath, writeScreen } from '../src/engine/network/screen/screen-file';
import { SCREEN_PARAMETERS } from '../src/engine/network/screen/screen-weights';
import { openDetectionModel } from '../src/engine/service/backends';

export interface ScreenSettings {
  /** File of the model; the screening network is written beside it unless `out` names another file. */
  model: string;
  out: string | undefined;
  seed: number;
  recordings: number;
  calibrationRecordings: number;
  steps: number;
  /** File of a screening network to go on from, in smaller steps. */
  from: string | undefined;
  threads: number | undefined;
}

/** Distils the screening network of a model and writes it; returns its file. */
export async function distilScreen(settings: ScreenSettings, say: (line: string) => void): Promise<string> {
  const { seed, recordings, calibrationRecordings, steps, from, threads } = settings;
  const backend = await openBackend({ choice: 'cpu', threads, log: () => {} });
  const begun = performance.now();
  const minutes = () => `${((performance.now() - begun) / 60_000).toFixed(1)} min`;
  try {
    const { facts, predictor } = await openDetectionModel(
      path.resolve(settings.model),
      backend,
      silentTask(),
    );
    const begin = from === undefined ? undefined : await readScreen(path.resolve(from));
    const learningRate = begin ? SCREEN_TRAINING.learningRate / 4 : SCREEN_TRAINING.learningRate;
    const training = { ...SCREEN_TRAINING, seed, steps, learningRate };
    const how: Distillation = { ...training, recordings, calibrationRecordings };
    let mean = Number.NaN;
    const told = (loss: number) => {
      mean = Number.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
    };
    const report = ({ phase, done, total, unit }: Progress) => {
      if (done % (phase === 'distilling' ? 100 : 10) === 0)
        say(
          `${phase}: ${done} of ${total} ${unit}, ${minutes()}${Number.isNaN(mean) ? '' : `, loss ${mean.toFixed(4)}`}`,
        );
    };
    const out = path.resolve(settings.out ?? screenPath(facts.path));
    const folder = `${out}.unfinished`;
    const memory = await memoryIn(folder, JSON.stringify([facts.sha256, how, begin?.origin]));
    const task = { ...silentTask(), report };
    const distilled = await distil(predictor, backend, how, task, memory, begin?.parameters, told);
    const origin = originOf(how, begin?.origin);
    await writeScreen(out, { ...distilled, modelSha256: facts.sha256, origin });
    await rm(folder, { recursive: true });
    await predictor.dispose();
    say(`${out}: cutoffs ${Array.from(distilled.cutoffs, (c) => c.toFixed(2)).join(' ')}, ${minutes()}`);
    return out;
  } finally {
    await backend.dispose();
  }
}

/** Keeps what an interrupted run has done, of runs with the same settings only. */
async function memoryIn(folder: string, settings: string): Promise<DistillationMemory> {
  const note = path.join(folder, 'settings.json');
  if (existsSync(note) && (await readFile(note, 'utf8')) !== settings) await rm(folder, { recursive: true });
  await mkdir(folder, { recursive: true });
  await writeFile(note, settings);
  const numbersIn = async (name: string): Promise<Float32Array | undefined> => {
    const file = path.join(folder, name);
    if (!existsSync(file)) return undefined;
    const bytes = await readFile(file);
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  };
  const keep = async (name: string, values: Float32Array): Promise<void> => {
    const file = path.join(folder, name);
    await writeFile(`${file}.part`, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    await rename(`${file}.part`, file);
  };
  return {
    everySteps: 100,
    labels: numbersIn,
    keepLabels: keep,
    async state() {
      const all = await numbersIn('state');
      if (!all) return undefined;
      const part = (i: number) => all.slice(1 + i * SCREEN_PARAMETERS, 1 + (i + 1) * SCREEN_PARAMETERS);
      return { steps: all[0], adam: { parameters: part(0), m: part(1), v: part(2), vMax: part(3) } };
    },
    async keepState({ steps, adam: { parameters, m, v, vMax } }) {
      await keep('state', Float32Array.from([steps, ...parameters, ...m, ...v, ...vMax]));
    },
  };
}
