import { createHash } from 'node:crypto';
import type { Surroundings, TrainingSetContents } from '../../common/api/engine/training';
import { UserError } from '../../common/errors';
import { mainDirection } from '../../common/events/direction';
import { agreementOf } from '../../common/training/agreement';
import type { TrainingSet, WindowFeatures } from '../../common/training/training-set';
import { fileKey } from '../files/file-stamp';
import { modelPathOf } from '../files/model-path';
import { drawnTrace } from '../recordings/recipe-trace';
import type { EngineHandlers } from '../rpc/server';
import { readTrainingSet, readWindowsAt } from '../training/read-training-set';
import { windowFeatures } from '../training/window-features';
import { liesIn, originOf } from '../training/window-origin';
import { windowProbabilities } from '../training/window-probabilities';
import { saveScores } from '../training/write-training-set';
import type { Backends } from './backends';
import { leaseCache } from './lease-cache';
import type { Recordings } from './recordings';

type TrainingSetMethods =
  | 'trainingSet'
  | 'trainingWindows'
  | 'trainingFeatures'
  | 'saveTrainingScores'
  | 'trainingSurroundings'
  | 'trainingProbabilities'
  | 'scoreAgreement';

type ReadSet = Awaited<ReturnType<typeof readTrainingSet>>;

interface PredictedWindows {
  probabilities: Float32Array;
  /** 1 for each window that has been predicted. */
  isKnown: Uint8Array;
}

const MOST_OPEN = 4;
/** Number of windows whose samples identify a training set, whatever its scores. */
const MARKED = 16;

/** Handlers of the scoring editor's requests, with an LRU cache of facts and measures. */
export function trainingSetHandlers(
  recordings: Recordings,
  backends: Backends,
): Pick<EngineHandlers, TrainingSetMethods> {
  const sets = leaseCache<ReadSet>(MOST_OPEN, () => {});
  const measured = leaseCache<WindowFeatures>(MOST_OPEN, () => {});
  /** By windows and model. */
  const predicted = leaseCache<PredictedWindows>(MOST_OPEN, () => {});

  async function use<T>(file: string, work: (set: ReadSet) => T | Promise<T>): Promise<T> {
    return sets.use(await fileKey(file), () => readTrainingSet(file), work);
  }

  return {
    trainingSet: ({ path }) => use(path, contentsOf),

    async trainingWindows({ path, windows }) {
      return Float32Array.from(await readWindowsAt(path, windows));
    },

    trainingFeatures: ({ path }, task) =>
      use(path, async (set) =>
        measured.use(
          await windowsKey(set),
          () => windowFeatures(path, set, task),
          (features) => features,
        ),
      ),

    async saveTrainingScores({ path, target, scores, expected }) {
      return { stamp: await saveScores(path, scores, target, expected) };
    },

    trainingSurroundings: ({ path, window, columns, widths }) =>
      use(path, (set) => surroundingsOf(recordings, set, window, columns, widths)),

    trainingProbabilities: ({ path, windows, parameters, backend, threads }, task) =>
      use(path, (set) =>
        backends.useModel({ backend, threads }, modelPathOf(parameters), async ({ facts, predictor }) => {
          const direction = set.facts.direction ?? mainDirection(parameters);
          const invert = direction !== parameters.training_direction;
          const options = { invert, batchSize: parameters.batch_size };
          const key = `${await windowsKey(set)} ${facts.sha256} ${invert}`;
          const make = () => ({
            probabilities: new Float32Array(set.windows),
            isKnown: new Uint8Array(set.windows),
          });
          return predicted.use(key, make, async ({ probabilities, isKnown }) => {
            const missing = windows.filter((window) => isKnown[window] === 0);
            const found = await windowProbabilities(set, predictor, options, task, missing);
            missing.forEach((window, i) => {
              probabilities[window] = found[i];
              isKnown[window] = 1;
            });
            return { model: facts.path, probabilities: Float32Array.from(windows, (i) => probabilities[i]) };
          });
        }),
      ),

    async scoreAgreement({ path, scores, other }) {
      const [own, second] = [await use(path, windowsKey), await use(other, windowsKey)];
      if (own !== second)
        throw new UserError(
          `${other} contains other windows than ${path}. Choose a file of the same windows, saved by the other rater.`,
        );
      return use(other, (set) => ({ ...agreementOf(scores, set.scores), scores: set.scores }));
    },
  };
}

async function surroundingsOf(
  recordings: Recordings,
  set: TrainingSet,
  window: number,
  columns: number,
  widths: number,
): Promise<Surroundings | { reason: string }> {
  const origin = originOf(set, window);
  if (typeof origin === 'string') return { reason: origin };
  const [samples] = [await readWindowsAt(set.path, Int32Array.of(window))];
  const { recipe, from, to } = origin;
  const known = await recordings.open(recipe, (open) => {
    const trace = drawnTrace(open, recipe);
    return (
      liesIn(trace, origin, samples) && { samples: trace.samples, unit: trace.unit, rate_hz: open.rateHz }
    );
  });
  if (!known)
    return { reason: `${recipe.path} does not contain this window at the position in the training set.` };
  const margin = Math.round(((to - from) * (widths - 1)) / 2);
  const stretch = { from: Math.max(0, from - margin), to: Math.min(known.samples, to + margin) };
  return {
    trace: await recordings.window({ recipe, as: 'recorded', ...stretch, columns }),
    ...stretch,
    window: { from, to },
    recording: recipe.path,
    unit: known.unit,
    rate_hz: known.rate_hz ?? null,
  };
}

async function contentsOf(set: ReadSet): Promise<TrainingSetContents> {
  const { windows, length, scores, starts, facts } = set;
  return {
    windows,
    length,
    scores,
    starts,
    ...sourcesOf(set),
    rate_hz: facts.rate_hz,
    unit: facts.unit,
    direction: facts.direction,
    tells_unscored: set.tellsUnscored,
    windows_key: await windowsKey(set),
  };
}

/** The distinct names of recordings, and the index of each window's own. */
function sourcesOf({ labels, sources, facts }: TrainingSet): Pick<TrainingSetContents, 'sources' | 'source'> {
  if (labels) {
    const numbers = new Map<string, number>();
    const source = Int32Array.from(labels, (label) => {
      const known = numbers.get(label) ?? numbers.size;
      numbers.set(label, known);
      return known;
    });
    return { sources: [...numbers.keys()], source };
  }
  if (!sources) return { sources: [], source: null };
  return { sources: facts.sources.map(({ path }) => path), source: sources };
}

/**
 * Hash of some of a file's samples, which identifies its windows: equal for another rater's file of the same windows.
 */
async function windowsKey({ path, windows, length }: TrainingSet): Promise<string> {
  const count = Math.min(windows, MARKED);
  const numbers = Int32Array.from({ length: count }, (_, i) => Math.floor((i * windows) / count));
  const samples = await readWindowsAt(path, numbers);
  return createHash('sha256').update(`${windows}×${length}`).update(samples).digest('hex');
}
