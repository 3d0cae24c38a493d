import type { OpenOptions } from '../recordings/recording';
import type { Parameters } from './parameters';

/** What the parameters say about a recording that its file does not. */
export function openOptionsOf({ series, sampling, unit, scaling }: Parameters): OpenOptions {
  return {
    series: series ?? undefined,
    rateHz: sampling ?? undefined,
    unit: unit ?? undefined,
    scaling,
  };
}
