import type { Axes } from '../parameters/axes';
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

/** Options for opening a recording, from the parameters about it. */
export function openOptionsOf({ series, axes, sampling, unit, scaling }: WrittenParameters): OpenOptions {
  return {
    series: series ?? undefined,
    ...(axes !== 'auto' && { axes }),
    rateHz: sampling ?? undefined,
    unit: unit ?? undefined,
    scaling,
  };
}

/** Overrides of a file's own facts, or replacements for missing ones. */
export interface OpenOptions {
  /** Name or number (from 0) of the series; the first by default. */
  series?: string | number;
  /** Meaning of the axes of its array; guessed by default. */
  axes?: Axes;
  /** Samples per second, for files without. */
  rateHz?: number;
  /** The unit after scaling. */
  unit?: string;
  /** Factor applied to every sample of the file. */
  scaling?: number;
  /** Facts only, at once: lengths that take reading the whole file may be estimated, which a warning says. */
  glance?: boolean;
}
