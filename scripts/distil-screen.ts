import path from 'node:path';
import { silentTask } from '../src/common/task';
import { openBackend } from '../src/engine/backends/open';
import { type Distillation, distil } from '../src/engine/distilling/distil';
import { SCREEN_TRAINING } from '../src/engine/distilling/train-screen';
import { readScreen, screenPath, writeScreen } from '../src/engine/network/screen/screen-file';
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
  const { model, seed, recordings, calibrationRecordings, steps, from, threads } = settings;
  const backend = await openBackend({ choice: 'cpu', threads, log: () => {} });
  const begun = performance.now();
  const minutes = () => `${((performance.now() - begun) / 60_000).toFixed(1)} min`;
  try {
    const { facts, predictor } = await openDetectionModel(path.resolve(model), backend, silentTask());
    const begin = from === undefined ? undefined : await readScreen(path.resolve(from));
    const learningRate = begin ? SCREEN_TRAINING.learningRate / 4 : SCREEN_TRAINING.learningRate;
    const training = { ...SCREEN_TRAINING, seed, steps, learningRate };
    const how: Distillation = { ...training, recordings, calibrationRecordings };
    let mean = Number.NaN;
    const told = (step: number, loss: number) => {
      mean = Number.isNaN(mean) ? loss : 0.98 * mean + 0.02 * loss;
      if (step % 100 === 0) say(`step ${step}: loss ${mean.toFixed(5)}, ${minutes()}`);
    };
    const task = {
      ...silentTask(),
      report: ({ phase, done }: { phase: string; done: number }) => {
        if (phase === 'labelling' && done % 20 === 0) say(`${done} recordings labelled, ${minutes()}`);
      },
    };
    const distilled = await distil(predictor, backend, how, task, told, begin?.parameters);
    const out = settings.out ?? screenPath(facts.path);
    const origin =
      `${begin ? `${begin.origin}; then ` : ''}seed ${seed}, ${recordings} + ${calibrationRecordings} simulated ` +
      `recordings, ${steps} steps`;
    await writeScreen(out, { ...distilled, modelSha256: facts.sha256, origin });
    await predictor.dispose();
    say(`${out}: cutoffs ${Array.from(distilled.cutoffs, (c) => c.toFixed(2)).join(' ')}, ${minutes()}`);
    return out;
  } finally {
    await backend.dispose();
  }
}
