import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../common/errors';
import { defaultParameters, PARAMETER_NAMES, type WrittenParameters } from '../common/parameters/parameters';
import type { Layer, Resolved } from '../common/parameters/resolve';
import type { Task } from '../common/task';
import { openOptionsOf } from '../common/traces/open-options';
import { sha256Of } from '../engine/files/hash';
import { baseModelPath, modelPathOf } from '../engine/files/model-path';
import { openRecording } from '../engine/recordings/open';
import { readResults } from '../engine/results/read-h5';
import { recipeOf } from '../engine/results/source-recording';

/** The recipe of results, to be followed again. */
export interface LikeResults extends Layer {
  path: string;
  /** The recording of the results, where it is now. */
  recording: string | undefined;
  /** The series that was asked for: the results name the one that was taken. */
  series: string | null;
  /** Hash of the model, '' where the results do not say it. */
  modelSha256: string;
  /** What results of the Python program do not say. */
  unsaid: readonly (keyof WrittenParameters)[];
}

/** @throws UserError when the file is no results file */
export async function likeResults(file: string): Promise<LikeResults> {
  const { detection, unsaid = [] } = await readResults(file);
  const { source, model, recipe } = detection;
  const beside = path.join(path.dirname(file), path.basename(source.path));
  const recording = [source.path, beside].find((one) => one !== '' && existsSync(one));
  const { series, channel, sweep } = recipeOf(detection, source.path).parameters;
  // Elsewhere the base model that comes along is most likely meant; its hash tells.
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
 * Whether the recipe says all that a detection needs, as far as flags and the parameter file do not.
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
 * The recipe for a recording. What the results say about their own recording alone does not go over to another one: its
 * excluded intervals, and its rate and unit where the other file has its own.
 */
export async function parametersLike(
  like: LikeResults,
  { values, origins }: Resolved,
  file: string,
): Promise<WrittenParameters> {
  if (like.recording !== undefined && path.resolve(file) === path.resolve(like.recording)) return values;
  const fresh = defaultParameters();
  const own = { ...values };
  const reset = (name: 'exclude' | 'sampling' | 'unit' | 'scaling') => {
    if (origins[name].kind === 'results') Object.assign(own, { [name]: fresh[name] });
  };
  reset('exclude');
  if (origins.series.kind === 'results') own.series = like.series;
  const { series } = openOptionsOf(own);
  const recording = await openRecording(file, { series });
  try {
    if (recording.rateHz !== undefined) reset('sampling');
    const unit = recording.channels[values.channel]?.unit ?? '';
    // A factor without a unit corrects a gain, which the rig has and not the file.
    if (unit !== '' && values.unit !== null) {
      reset('scaling');
      reset('unit');
    }
  } finally {
    recording.close();
  }
  return own;
}
