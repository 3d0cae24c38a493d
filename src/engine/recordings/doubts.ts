import { UserError } from '../../common/errors';
import { baseUnit } from '../../common/traces/units';
import type { Warning } from '../../common/warning';
import type { Recording } from './recording';

/** Plausible sampling rates in patch clamp: slower ones miss events, faster ones exceed any filter. */
const SLOWEST_HZ = 500;
const FASTEST_HZ = 1e6;
/** A sweep shorter than the shortest window holds no event. */
const SHORTEST_S = 0.002;

/** Whether a patch-clamp recording can have a sampling rate. */
export function isPlausibleRate(rateHz: number): boolean {
  return rateHz >= SLOWEST_HZ && rateHz <= FASTEST_HZ;
}

/** Warnings about implausible facts of a recording of any format, without reading its samples. */
export function doubts({
  rateHz,
  channels,
  sweeps,
  facts,
}: Pick<Recording, 'rateHz' | 'channels' | 'sweeps' | 'facts'>): Warning[] {
  const warnings: Warning[] = [];
  if (rateHz === undefined)
    warnings.push({
      code: 'rate',
      message: 'The file has no sampling rate. Give it with the parameter sampling, in Hz.',
    });
  else if (!isPlausibleRate(rateHz))
    warnings.push({
      code: 'rate',
      message: `The sampling rate is ${rateHz} Hz, which no patch-clamp recording has. Check it, and correct it with the parameter sampling.`,
    });
  const longest = sweeps.reduce((most, { samples }) => Math.max(most, samples), 0);
  if (rateHz !== undefined && longest < SHORTEST_S * rateHz)
    warnings.push({
      code: 'size',
      message: `Its longest sweep has ${longest} samples, ${Number(((1000 * longest) / rateHz).toPrecision(3))} ms. Check the series, the axes and the sampling rate.`,
    });
  if (channels.every(({ unit }) => unit === ''))
    warnings.push({
      code: 'unit',
      message:
        'The file has no unit. Give it with the parameter unit, and with scaling if the values need a factor.',
    });
  const current = channels.findIndex(({ unit }) => baseUnit(unit)?.base === 'A');
  const clamped = facts.some(([, value]) => /current clamp/i.test(value));
  if (current > 0 && baseUnit(channels[0]?.unit ?? '')?.base === 'V' && !clamped)
    warnings.push({
      code: 'channel',
      message: `Channel 0 (${channels[0].name}) is a voltage, channel ${current} (${channels[current].name}) a current. Choose the one with the events with the parameter channel.`,
    });
  return warnings;
}

/** Number of samples whose range is checked; reading them is fast in a file of any size. */
const LOOKED_AT = 4096;
/** Output range of patch-clamp amplifiers, in amperes and volts. */
const RANGES: Readonly<Record<'A' | 'V', { least: number; most: number; name: string }>> = {
  A: { least: 1e-15, most: 1e-6, name: 'current' },
  V: { least: 1e-7, most: 2, name: 'voltage' },
};

/** Whether the first values of a channel fit their unit. */
export function doubtfulValues(recording: Recording, channel = 0): Warning[] {
  const sweep = recording.sweeps.findIndex(({ samples }) => samples > 0);
  if (sweep < 0) return [];
  let values: Float64Array;
  try {
    values = recording.read(channel, sweep, 0, Math.min(LOOKED_AT, recording.sweeps[sweep].samples));
  } catch (thrown) {
    // The facts are shown anyway.
    if (thrown instanceof UserError) return [{ code: 'unreadable', message: thrown.message }];
    throw thrown;
  }
  const largest = values.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);
  if (largest === 0) return [];
  const { unit, name } = recording.channels[channel];
  const said = Number(largest.toPrecision(3));
  const si = baseUnit(unit);
  if (si === undefined) {
    if (unit !== '' || largest >= 1e-6) return [];
    return [
      {
        code: 'range',
        message: `The values of ${name} reach ${said} and are probably in amperes. For pA, set the parameters scaling to 1e12 and unit to pA.`,
      },
    ];
  }
  const range = RANGES[si.base];
  const inBase = largest * si.factor;
  if (inBase >= range.least && inBase <= range.most) return [];
  return [
    {
      code: 'range',
      message: `The values of ${name} reach ${said} ${unit}, implausible for a ${range.name} in patch clamp. Check the unit, and correct it with the parameters scaling and unit.`,
    },
  ];
}
