import type { WrittenParameters } from '../parameters/parameters';

/** What the parameters say about a recording that its file does not. */
export function openOptionsOf({ series, sampling, unit, scaling }: WrittenParameters): OpenOptions {
  return {
    series: series ?? undefined,
    rateHz: sampling ?? undefined,
    unit: unit ?? undefined,
    scaling,
  };
}

/** What a caller knows that a file does not say, or wants otherwise. */
export interface OpenOptions {
  /** Name or number (from 0) of the series; the first by default. */
  series?: string | number;
  /** Samples per second, for files without. */
  rateHz?: number;
  /** The unit after scaling. */
  unit?: string;
  /** Factor applied to every sample of the file. */
  scaling?: number;
}
