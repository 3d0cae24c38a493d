import { requireRange } from '../signal/statistics';
import type { Recording } from './recording';

/**
 * Guards a read of one channel in one sweep.
 *
 * @throws RangeError when the recording lacks the channel, the sweep or the samples
 */
export function requireInside(
  { channels, sweeps }: Pick<Recording, 'channels' | 'sweeps'>,
  channel: number,
  sweep: number,
  from: number,
  to: number,
): void {
  if (!(channel in channels)) throw new RangeError(`channel ${channel} of ${channels.length}`);
  if (!(sweep in sweeps)) throw new RangeError(`sweep ${sweep} of ${sweeps.length}`);
  requireRange(from, to, sweeps[sweep].samples);
}
