import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../common/errors';
import { rolesIn } from '../common/parameters/axes';
import { defaultParameters, PARAMETER_NAMES, type WrittenParameters } from '../common/parameters/parameters';
import type { Layer, Resolved } from '../common/parameters/resolve';
import type { Task } from '../common/task';
import { openOptionsOf } from '../common/traces/recipe';
import { sha256Of } from '../engine/files/hash';
import { baseModelPath, modelPathOf } from '../engine/files/model-path';
import { openRecording } from '../engine/recordings/open';
import { readResults } from '../engine/results/read-h5';
import { recipeOf } from '../engine/results/source-recording';

/** Recipe of a results file, to be repeated. */
export interface LikeResults extends Layer {
  path: string;
  /** Present path of the analysed recording. */
  recording: string | undefined;
  /** Series as requested; the results store the one that was used. */
  series: string | null;
  /** SHA-256 of the model, '' if the results have none. */
  modelSha256: string;
  /** Parameters that results of the Python program do not contain. */
  unsaid: readonly (keyof WrittenParameters)[];
}

/** @throws UserError when the file is not a results file */
export async function likeResults(file: string): Promise<LikeResults> {
  const { detection, unsaid = [] } = await readResults(file);
  const { source, model, recipe } = detection;
  const beside = path.join(path.dirname(file), path.basename(source.path));
  const recording = [source.path, beside].find((one) => one !== '' && existsSync(one));
  const { series, channel, sweep } = recipeOf(detection, source.path).parameters;
  // The path may be another machine's; the base model is the most likely one, and its hash confirms it.
  const isElsewhere = model.sha256 !== '' && !existsSync(model.path);
  const model_path = (isElsewhere ? baseModelPath() : undefined) ?? model.path;
  const known = PARAMETER_NAMES.filter((name) => !unsaid.includes(name));
  const values = { ...recipe, series, channel, sweep, model_path, recording: recording ?? null };
  return {
    kind: 'results',
    path: file,
    values: Object.fromEntries(known.map((name) => [name, values[name]])),
    recording,
    series: recipe.series,
    modelSha256: model.sha256,
    unsaid,
  };
}

/**
 * Checks that recipe, flags and parameter file together have everything a detection needs.
 *
 * @throws UserError naming what is missing
 */
export async function requireRecipe(
  like: LikeResults,
  { values, origins }: Resolved,
  operands: number,
  task: Task,
): Promise<void> {
  if (values.recording === null && operands === 0)
    throw new UserError(
      `The recording of ${like.path} was not found, neither at its old path nor beside the results. Name it on the command line.`,
    );
  const missing = like.unsaid.filter((name) => origins[name].kind === 'default');
  if (missing.length > 0)
    throw new UserError(
      `${like.path} has no value for ${missing.join(', ')}. Give ${missing.length === 1 ? 'it' : 'them'} with --set or --params.`,
    );
  if (origins.model_path.kind !== 'results') return;
  const model = path.resolve(modelPathOf(values));
  if (!existsSync(model))
    throw new UserError(`The model of ${like.path} is no longer at ${model}. Name it with --model.`);
  if (like.modelSha256 !== '' && (await sha256Of(model, task)) !== like.modelSha256)
    throw new UserError(
      `${model} has changed since ${like.path} was made. Name the original model with --model.`,
    );
}

/**
 * Recipe for another recording. Values about the analysed recording alone are not transferred: excluded intervals, and
 * rate and unit if the other file has its own.
 */
export async function parametersLike(
  like: LikeResults,
  { values, origins }: Resolved,
  file: string,
): Promise<WrittenParameters> {
  if (like.recording !== undefined && path.resolve(file) === path.resolve(like.recording)) return values;
  const fresh = defaultParameters();
  const own = { ...values };
  const reset = (name: 'exclude' | 'axes' | 'sampling' | 'unit' | 'scaling') => {
    if (origins[name].kind === 'results') Object.assign(own, { [name]: fresh[name] });
  };
  reset('exclude');
  if (origins.series.kind === 'results') own.series = like.series;
  const { series } = openOptionsOf(own);
  const recording = await openRecording(file, { series });
  try {
    if (recording.axes?.shape.length !== rolesIn(values.axes).length) reset('axes');
    if (recording.rateHz !== undefined) reset('sampling');
    const unit = recording.channels[values.channel]?.unit ?? '';
    // A factor without a unit corrects the gain of a rig, so it applies to all its recordings.
    if (unit !== '' && values.unit !== null) {
      reset('scaling');
      reset('unit');
    }
  } finally {
    recording.close();
  }
  return own;
}
