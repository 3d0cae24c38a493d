import type { Group } from '../common/parameters/declaration';
import type { WrittenParameters } from '../common/parameters/parameters';
import type { Layer, Resolved } from '../common/parameters/resolve';
import type { Task } from '../common/task';
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
  /** Groups of parameters it takes through `--params` and `--set`; absent where it takes none. */
  parameters?: readonly Group[];
  run(call: Call<F>): Promise<Outcome>;
}

/** Arguments without a flag. */
export interface Operands {
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
  /** The same with where each value is from. */
  resolved: Resolved;
  /** Flags and parameter file, each as a layer of its own. */
  layers: readonly Layer[];
  /** What `--like` names, for verbs that have it. */
  like: LikeResults | undefined;
  /** All files that the call names to be read: nothing is written over them. */
  inputs: string[];
  task: Task;
  /** A line on stderr that is no error: a warning, what was done. */
  say(line: string): void;
  /** A line on stderr for someone who watches: only where that is a terminal. */
  tell(line: string): void;
}

export interface Outcome {
  /** The document for `--json`; typed arrays and {@link import('./json').Streamed} values are allowed. */
  json: unknown;
  /** What a person reads otherwise, at once or in pieces. */
  text: string | Iterable<string>;
  /** Part of the work failed, and stderr says so. */
  failed?: boolean;
}

/** Declares a verb; its flags' types reach `run`. */
export function verb<const F extends Flags>(declared: Verb<F>): Verb {
  return declared as unknown as Verb;
}
