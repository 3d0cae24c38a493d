import type { Group } from '../common/parameters/declaration';
import type { WrittenParameters } from '../common/parameters/parameters';
import type { Layer, Resolved } from '../common/parameters/resolve';
import type { Task } from '../common/task';
import { openOptionsOf, type Recipe } from '../common/traces/recipe';
import { openRecording } from '../engine/recordings/open';
import { type RecipeTrace, recipeTrace } from '../engine/recordings/recipe-trace';
import type { Flags, FlagValues } from './flags';
import type { LikeResults } from './like';

/** Something the command line does. */
export interface Verb<F extends Flags = Flags> {
  /** One word, or two: "params check". */
  name: string;
  /** One line for the list of verbs. */
  summary: string;
  operands: Operands;
  flags: F;
  /** Groups of parameters accepted through `--params` and `--set`; absent if none. */
  parameters?: readonly Group[];
  run(call: Call<F>): Promise<Outcome>;
}

/** Arguments without a flag. */
interface Operands {
  /** As in the usage line: "FILE…". */
  usage: string;
  minimum: number;
  maximum: number;
}

export interface Call<F extends Flags> {
  operands: string[];
  flags: FlagValues<F>;
  /** Defaults, parameter file and flags, resolved; lengths as they are written. */
  parameters: WrittenParameters;
  /** The same parameters, each with its source. */
  resolved: Resolved;
  /** Flags and parameter file, as separate layers. */
  layers: readonly Layer[];
  /** Results file of `--like`, for verbs that have the flag. */
  like: LikeResults | undefined;
  /** All input files of the call; outputs never replace them. */
  inputs: string[];
  task: Task;
  /** Prints a line on stderr that is not an error: a warning, a summary. */
  say(line: string): void;
  /** Prints a line on stderr only if that is a terminal. */
  tell(line: string): void;
}

interface Outcome {
  /** The document for `--json`; typed arrays and {@link import('./json').Streamed} values are allowed. */
  json: unknown;
  /** Output for people, at once or in pieces. */
  text: string | Iterable<string>;
  /** True if part of the work failed; stderr has the reasons. */
  failed?: boolean;
}

/** Declares a verb; its flags' types reach `run`. */
export function verb<const F extends Flags>(declared: Verb<F>): Verb {
  return declared as unknown as Verb;
}

/**
 * Opens the trace of a recipe, and closes the recording after the work.
 *
 * @throws UserError when there is no such trace, or its sampling rate is unknown
 */
export async function withTrace<T>(recipe: Recipe, work: (opened: RecipeTrace) => Promise<T>): Promise<T> {
  const recording = await openRecording(recipe.path, openOptionsOf(recipe.parameters));
  try {
    return await work(recipeTrace(recording, recipe));
  } finally {
    recording.close();
  }
}
