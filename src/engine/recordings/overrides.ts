import { UserError } from '../../common/errors';
import type { OpenOptions } from '../../common/traces/recipe';
import { scaledUnit } from '../../common/traces/units';
import type { ReadChannel, Recording } from './recording';
import { scaledExtremes } from './samples';

/**
 * Applies the user's overrides to a recording: sampling rate, unit and scaling. Every format's opener ends with this,
 * so that the options mean the same in all formats.
 *
 * Scaling by a power of a thousand changes the unit (A × 1e12 is pA); any other factor corrects a gain and keeps the
 * unit. A unit given by the user applies to every channel.
 *
 * @throws UserError when an option is not a usable number
 */
export function withOverrides(recording: Recording, options: OpenOptions): Recording {
  const { rateHz = recording.rateHz, unit, scaling = 1 } = options;
  if (rateHz !== undefined && !(rateHz > 0 && Number.isFinite(rateHz)))
    throw new UserError(`The parameter sampling must be a rate in Hz above 0, not ${rateHz}.`);
  if (scaling === 0 || !Number.isFinite(scaling))
    throw new UserError(`The parameter scaling must be a number other than 0, not ${scaling}.`);
  if (rateHz === recording.rateHz && unit === undefined && scaling === 1) return recording;
  return {
    ...recording,
    rateHz,
    channels: recording.channels.map((channel) => ({
      ...channel,
      unit: unit ?? scaledUnit(channel.unit, scaling),
    })),
    read: scaling === 1 ? recording.read : scaledReader(recording.read, scaling),
    close: () => recording.close(),
  };
}

function scaledReader(stored: ReadChannel, scaling: number): ReadChannel {
  const { extremes } = stored;
  const read: ReadChannel = (channel, sweep, from, to) => {
    const values = stored(channel, sweep, from, to);
    for (let i = 0; i < values.length; i++) values[i] *= scaling;
    return values;
  };
  if (extremes)
    read.extremes = (channel, sweep, from, to, bucket) =>
      scaledExtremes(extremes(channel, sweep, from, to, bucket), scaling);
  return read;
}
