import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { placedProgress, type Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import type { DetectionModel, ScreenNeed } from '../detection/prediction';
import { type Distillation, distil, originOf } from '../distilling/distil';
import { SCREEN_TRAINING } from '../distilling/train-screen';
import { baseModelPath } from '../files/model-path';
import { mayOpenNamed } from '../files/named-paths';
import { screeningStore } from '../files/screening-store';
import {
  cutoffFor,
  type DistilledScreen,
  readScreen,
  screenPath,
  writeScreen,
} from '../network/screen/screen-file';
import { SCREEN_WINDOW } from '../network/screen/screen-weights';
import { type ModelScreen, openScreenProgram } from '../prediction/screen';

/** From the screening network of the base model, which most models resemble: a minute or two on two cores. */
export const SHORT_DISTILLATION: Distillation = {
  ...SCREEN_TRAINING,
  recordings: 40,
  calibrationRecordings: 12,
  steps: 600,
  learningRate: SCREEN_TRAINING.learningRate / 4,
};

/** From so many windows on, a distillation takes less time than it saves: a minute and a half against five. */
const PAYS_FROM_WINDOWS = 2_000_000;

/** A model without its screening network. */
type Model = Pick<DetectionModel, 'facts' | 'predictor'>;

/** Where screening networks are kept, and from how many windows on one is distilled. */
export interface ScreenSource {
  /** Folder of those that were distilled on first use, named by their models' hashes. */
  store: string;
  how: Distillation;
  paysFrom: number;
}

function ownScreens(): ScreenSource {
  return { store: screeningStore(), how: SHORT_DISTILLATION, paysFrom: PAYS_FROM_WINDOWS };
}

/**
 * The screening network of a model: in the file beside it, in the store, or distilled on first use if the prediction is
 * long enough for that to pay. Opened once; one that is being distilled for one prediction is waited for by others.
 */
export function screenOf(
  model: Model,
  backend: Backend,
  source: ScreenSource = ownScreens(),
): { open: NonNullable<DetectionModel['screen']>; dispose(): Promise<void> } {
  let opened: ModelScreen | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const open = async (need?: ScreenNeed): Promise<ModelScreen | undefined> => {
    if (opened) return opened;
    const found =
      (await knownScreen(model, source.store)) ??
      (need && need.windows >= source.paysFrom
        ? await distilledOnFirstUse(model, backend, source, need.task)
        : undefined);
    if (!found) return undefined;
    const program = await openScreenProgram(found.parameters, backend);
    opened = { program, cutoffFor: (threshold) => cutoffFor(found, threshold) };
    return opened;
  };
  return {
    open(need) {
      const next = turn.then(() => open(need));
      turn = next.catch(() => {});
      return next;
    },
    async dispose() {
      await turn;
      await opened?.program.dispose();
    },
  };
}

/** Distilled from just this model. */
async function knownScreen({ facts }: Model, store: string): Promise<DistilledScreen | undefined> {
  const beside = screenPath(facts.path);
  if (mayOpenNamed(beside, facts.path) && existsSync(beside)) {
    const found = await readScreen(beside);
    if (found.modelSha256 === facts.sha256) return found;
  }
  const file = storedScreen(store, facts.sha256);
  if (!existsSync(file)) return undefined;
  // A damaged one is distilled anew.
  const found = await readScreen(file).catch(() => undefined);
  return found?.modelSha256 === facts.sha256 ? found : undefined;
}

/** @throws CancelledError */
async function distilledOnFirstUse(
  model: Model,
  backend: Backend,
  { store, how }: ScreenSource,
  task: Task,
): Promise<DistilledScreen | undefined> {
  const placed: Task = {
    signal: task.signal,
    report: (progress) => task.report(placedProgress(progress, 'screening network: ')),
  };
  const found = await distilScreen(model, backend, how, placed);
  if (!found) return undefined;
  // Where it cannot be stored, it is distilled again the next time.
  await stored(found, storedScreen(store, found.modelSha256)).catch(() => {});
  return found;
}

/** In place of a damaged one. */
async function stored(screen: DistilledScreen, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await rm(file, { force: true });
  await writeScreen(file, screen);
}

/**
 * Distils a screening network from a model, beginning with that of the base model; undefined for a model whose windows
 * have another length.
 *
 * @throws CancelledError
 */
export async function distilScreen(
  { facts, predictor }: Model,
  backend: Backend,
  how: Distillation,
  task: Task,
): Promise<DistilledScreen | undefined> {
  if (predictor.inputLength !== SCREEN_WINDOW) return undefined;
  const base = baseModelPath();
  const begin = base && existsSync(screenPath(base)) ? await readScreen(screenPath(base)) : undefined;
  const found = await distil(predictor, backend, how, task, undefined, begin?.parameters);
  return { ...found, modelSha256: facts.sha256, origin: originOf(how, begin?.origin) };
}

function storedScreen(store: string, sha256: string): string {
  return path.join(store, `${sha256}.screen.h5`);
}
