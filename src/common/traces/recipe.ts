import type { WrittenParameters } from '../parameters/parameters';

/**
 * A recording's path with all parameters of opening and analysing it, resolved from file, parameter file, settings and
 * the user's entries. All computations take the whole recipe: series, channel, sweep, rate, unit and scaling are among
 * the parameters, and nowhere else.
 */
export interface Recipe {
  /** Of the recording. */
  path: string;
  parameters: WrittenParameters;
}
