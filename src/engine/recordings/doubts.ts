import type { Warning } from '../../common/warning';
import type { Recording } from './recording';

/** Rates that no amplifier for patch clamp is sampled at: below, events are lost; above, no filter reaches. */
const SLOWEST_HZ = 500;
const FASTEST_HZ = 1e6;

/** What is unlikely about a recording, whatever its format. Goes by its facts, not by its samples. */
export function doubts({ rateHz, channels }: Pick<Recording, 'rateHz' | 'channels'>): Warning[] {
  const warnings: Warning[] = [];
  if (rateHz === undefined)
    warnings.push({
      code: 'rate',
      message: 'The file has no sampling rate. Give it with the parameter sampling, in Hz.',
    });
  else if (rateHz < SLOWEST_HZ || rateHz > FASTEST_HZ)
    warnings.push({
      code: 'rate',
      message: `The sampling rate is ${rateHz} Hz, which no patch-clamp recording has. Check it, and correct it with the parameter sampling.`,
    });
  if (channels.every(({ unit }) => unit === ''))
    warnings.push({
      code: 'unit',
      message:
        'The file has no unit. Give it with the parameter unit, and a factor with scaling if one is due.',
    });
  return warnings;
}
