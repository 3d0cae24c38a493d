import path from 'node:path';
import type { OnHistory, TrainingReport, TrainingRequest } from '../../common/api/engine/training';
import type { EpochRecord } from '../../common/epoch-record';
import { CancelledError, UserError } from '../../common/errors';
import { fillEpochs, fillTraining } from '../../common/parameters/fill';
import type { Task } from '../../common/task';
import type { Backend } from '../backends/backend';
import { withFileLock } from '../files/file-lock';
import { sha256Of } from '../files/hash';
import { checkpointPath } from '../files/model-path';
import { requireOutputs } from '../files/outputs';
import { requireTrainable } from '../network/classifier';
import { type ModelFile, readModel } from '../network/keras/read-model';
import { withWeights } from '../network/weights';
import { Random } from '../signal/random';
import { defaultNetwork } from './default-network';
import type { Fit } from './fit';
import { type TrainedFolds, type TrainingParameters, trainFolds } from './folds';
import { countedLayers, joined, splitAtFrozenLayers, withDropout } from './frozen-layers';
import { prepareWindows } from './prepare-windows';
import { readTrainingSet } from './read-training-set';
import { cardPath, saveTraining } from './save-training';
import { splitWindows } from './split';
import { taughtFiles, windowsAsText } from './taught-windows';
import { type TrainingRecord, trainingRecord, trainingRecordOf } from './training-record';
import { trainingReport } from './training-report';

/** Input length of miniML's own networks. */
const USUAL_LENGTH = 600;

/**
 * Trains a model on scored windows and saves it with its card: from scratch, or from a base model of which the last
 * layers are trained. The same request with the same seed gives the same weights on the CPU, bit for bit, with any
 * number of threads. Requesting a killed training again resumes it after its last epoch.
 *
 * Cancelling after the first epoch saves the best so far and reports `stopped: 'cancelled'`, unless the request is
 * `suspendable`.
 *
 * @param onHistory told of each epoch as it ends; when a training is resumed, first of those before
 * @throws UserError when files, parameters and base model do not go together, or `out` exists or is one of them, or is
 * being trained by another process
 * @throws CancelledError before the end of the first epoch, and later if `suspendable`; no model is written then
 */
export function train(
  request: TrainingRequest,
  backend: Backend,
  task: Task,
  onHistory: OnHistory,
): Promise<TrainingReport> {
  // Two trainings of one model would take each other's checkpoints.
  const busy = {
    wait_ms: 5000,
    sentence: `${request.out} is being trained by another process. Wait until it has ended, or choose another name.`,
  };
  const checkpoint = checkpointPath(path.resolve(request.out));
  return withFileLock(checkpoint, () => trainAlone(request, backend, task, onHistory), busy);
}

async function trainAlone(
  request: TrainingRequest,
  backend: Backend,
  task: Task,
  onHistory: OnHistory,
): Promise<TrainingReport> {
  const begun = performance.now();
  const { files, base, out, trainOn = false } = request;
  const overwrite = request.overwrite || trainOn;
  await requireOutputs(
    [
      { file: out, kind: 'model' },
      { file: cardPath(out), kind: 'model card' },
    ],
    { overwrite, inputs: base === undefined ? files : [...files, base] },
  );

  const hashes = new Map<string, string>();
  for (const file of base === undefined ? files : [...files, base])
    hashes.set(file, await sha256Of(file, task));
  const continued = trainOn
    ? await continuedTraining(
        out,
        files.map((file) => hashes.get(file)!),
        request.parameters,
      )
    : undefined;
  const { network, attributes } = continued?.model ?? (await startingModel(request));
  const transfer = base !== undefined || Boolean(continued?.record.base);
  const filled = fillTraining(request.parameters, transfer, countedLayers(network));
  const whole = withDropout(network, filled.dropout);

  const prepared = await prepareWindows(files, whole.inputLength, filled, task);
  const { labels, recordings } = prepared;
  const plan = about(files, () => splitWindows(labels, recordings, filled, new Random(filled.seed)));
  const fewest = Math.min(...plan.splits.map(({ training }) => training.length));
  const parameters = longer(fillEpochs(filled, request.parameters, fewest), continued);
  const part = splitAtFrozenLayers(whole, parameters.trained_layers);
  const setup = {
    part,
    prepared,
    plan,
    parameters,
    hashes: [...hashes.values()],
    out,
    continued: epochsKept(continued),
  };
  const trained = notSuspended(request, await trainFolds(setup, backend, task, onHistory));
  const { fits } = trained;
  const best = fits.reduce((a, b) => (lossOf(b) < lossOf(a) ? b : a));
  const learnt = { ...part, learning: withWeights(part.learning, best.best.weights) };
  const report: TrainingReport = {
    ...trainingReport(prepared, plan, trained, fits.indexOf(best), parameters),
    model: out,
    card: cardPath(out),
    seconds: (performance.now() - begun) / 1000,
    backend: backend.description,
  };
  const record = trainingRecord(
    request,
    parameters,
    hashes,
    prepared,
    continued ? (continued.record.base_data ?? []) : taughtFiles(attributes),
    report,
  );
  if (continued) record.base = continued.record.base;
  await saveTraining(
    { ...request, overwrite },
    joined(learnt, whole),
    record,
    windowsAsText(prepared.marks, attributes),
  );
  return report;
}

/** @throws CancelledError where a suspendable training was cancelled */
function notSuspended({ suspendable }: TrainingRequest, trained: TrainedFolds): TrainedFolds {
  const { cancelled, checkpointFailure } = trained;
  if (!cancelled || !suspendable) return trained;
  if (checkpointFailure === null) throw new CancelledError();
  throw new UserError(`The training was interrupted. Checkpoint not saved: ${checkpointFailure}`);
}

/** The epochs up to the one whose weights a model has. */
function epochsKept(continued: ContinuedTraining | undefined): EpochRecord[] {
  if (!continued) return [];
  return continued.record.history.slice(0, continued.record.result.best_epoch);
}

/** A training that is continued lasts as long again. */
function longer(
  parameters: TrainingParameters,
  continued: ContinuedTraining | undefined,
): TrainingParameters {
  if (!continued) return parameters;
  return { ...parameters, epochs: Math.max(parameters.epochs, 2 * continued.record.history.length) };
}

/** The base model, or a fresh network for windows of 600 samples, or as long as the training files have them. */
async function startingModel({
  base,
  files,
  parameters,
}: TrainingRequest): Promise<Pick<ModelFile, 'network' | 'attributes'>> {
  if (base !== undefined) {
    const model = await readModel(base);
    requireTrainable(model.network, base);
    return model;
  }
  const length = parameters.resample_to_600 ? USUAL_LENGTH : (await readTrainingSet(files[0])).length;
  return { network: about(files, () => defaultNetwork(length, parameters.seed)), attributes: {} };
}

/** Adds the names of the files to errors about their windows. */
function about<T>(files: readonly string[], work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(`${files.join(', ')}: ${thrown.message}`);
  }
}

function lossOf({ best }: Fit): number {
  return best.validationLoss;
}

/** A training that has ended and is continued from the model it saved. */
interface ContinuedTraining {
  model: ModelFile;
  record: TrainingRecord;
}

/** Settings that decide which windows validate: with others, windows that validated would train. */
const SPLITTING = ['split', 'training_share', 'seed', 'folds'] as const;

/**
 * The training of a model, checked for being of the same windows and split.
 *
 * @param hashes SHA-256 of the training sets
 * @throws UserError when the model cannot be trained on with them
 */
async function continuedTraining(
  file: string,
  hashes: readonly string[],
  settings: Pick<TrainingRecord['settings'], (typeof SPLITTING)[number]>,
): Promise<ContinuedTraining> {
  const model = await readModel(file);
  const record = trainingRecordOf(model.attributes);
  if (!record)
    throw new UserError(
      `${file} has no record of its training, so it cannot be continued. Train a new model.`,
    );
  if (record.settings.folds > 1)
    throw new UserError(`${file} is from a cross-validation, which cannot be continued. Train with folds 1.`);
  const changed = SPLITTING.find((name) => record.settings[name] !== settings[name]);
  if (changed !== undefined)
    throw new UserError(
      `${file} was trained with ${changed} ${record.settings[changed]}, not ${settings[changed]}: windows that validated it would train it. Set ${changed} to ${record.settings[changed]}.`,
    );
  const known = record.data.map(({ sha256 }) => sha256);
  if (known.length !== hashes.length || known.some((hash, i) => hash !== hashes[i]))
    throw new UserError(
      `${file} was trained on ${record.data.map(({ path }) => path).join(', ')} as they were then, not on the files given. Give the same files in the same order, or train a new model.`,
    );
  return { model, record };
}
