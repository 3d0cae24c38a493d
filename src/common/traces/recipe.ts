import type { WrittenParameters } from '../parameters/parameters';

/**
 * How a recording is opened and what is done with it, resolved from the file, its parameter file, the settings and what
 * the user said about the file. Everything that computes takes it whole: series, channel, sweep, rate, unit and scaling
 * are among the parameters, and nowhere else.
 */
export interface Recipe {
  /** Of the recording. */
  path: string;
  parameters: WrittenParameters;
}
