import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { type AbfHeader, GAP_FREE, isCutOff, SINGLE_PRECISION, VARIABLE_LENGTH } from './header';

/** A segment of the data recorded without a gap. */
export interface AbfSweep {
  /** Index of its first sample among the samples of all channels. */
  first: number;
  /** Samples per channel. */
  samples: number;
  start_s: number;
}

const SYNCH_BYTES = 8;
/** Maximum number of sweeps: a day of events every tenth of a second; more means a damaged number. */
const MOST_SWEEPS = 1_000_000;
const COUNTER_RANGE = 2 ** 32;

/**
 * The sweeps of an ABF file in order. A gap-free file is one sweep; the others list start and length of each in their
 * synch array. Without one, in older files, those of programs that omit it and those whose end is missing, sweeps are of
 * equal length; where these cannot be, all samples are one.
 *
 * @throws UserError when the list does not fit the data
 */
export function sweepsOf(source: ByteSource, header: AbfHeader): AbfSweep[] {
  if (header.mode !== GAP_FREE) requireFew(source, header.synch.count);
  if (header.mode === GAP_FREE || areSweepsUnknown(source, header))
    return [{ first: 0, samples: Math.floor(header.samples / header.channels.length), start_s: 0 }];
  return areListed(source, header) ? listedSweeps(source, header) : equalSweeps(source, header);
}

/** Whether nothing says where sweeps end: they differ in length, and their list is missing. */
export function areSweepsUnknown(source: ByteSource, header: AbfHeader): boolean {
  return header.mode === VARIABLE_LENGTH && !areListed(source, header);
}

/**
 * Whether the header names a list of sweeps that is not in the file: it follows the samples, and was cut off. A list
 * longer than there are sweeps is a damaged number instead.
 */
export function isListLost(source: ByteSource, { mode, episodes, missing, synch }: AbfHeader): boolean {
  if (mode === GAP_FREE || !isCutOff(source, synch, SYNCH_BYTES)) return false;
  return missing !== 0 || mode === VARIABLE_LENGTH || synch.count === Math.max(1, episodes);
}

function areListed(source: ByteSource, header: AbfHeader): boolean {
  return header.synch.count > 0 && !isListLost(source, header);
}

function listedSweeps(source: ByteSource, header: AbfHeader): AbfSweep[] {
  const { offset, count } = header.synch;
  const channels = header.channels.length;
  const list = source.read(offset, count * SYNCH_BYTES, 'list of sweeps');
  const view = new DataView(list.buffer);
  const unit_s = synchUnit_s(header);
  let first = 0;
  let overflows = 0;
  let before = 0;
  return Array.from({ length: count }, (_, sweep) => {
    const start = view.getUint32(sweep * SYNCH_BYTES, true);
    const promised = view.getInt32(sweep * SYNCH_BYTES + 4, true);
    const length = header.missing === 0 ? promised : Math.min(promised, header.samples - first);
    if (length < 0 || first + length > header.samples)
      throw new UserError(
        `${source.path} is damaged: sweep ${sweep} would have ${length} samples, ` +
          `but the file has ${header.samples - first} left.`,
      );
    // Start times wrap around the 32-bit counter in long experiments.
    if (before - start > COUNTER_RANGE / 2) overflows += 1;
    before = start;
    const info = {
      first,
      samples: Math.floor(length / channels),
      start_s: (overflows * COUNTER_RANGE + start) * unit_s,
    };
    first += length;
    return info;
  });
}

function equalSweeps(source: ByteSource, header: AbfHeader): AbfSweep[] {
  const channels = header.channels.length;
  const count = Math.max(1, header.episodes);
  requireFew(source, count);
  const length = count === 1 ? header.samples : header.samplesPerEpisode;
  const whole = header.missing !== 0 && length >= channels;
  if (whole) return partialSweeps(header, length);
  if (length < channels || length * count > header.samples)
    throw new UserError(
      `${source.path} is damaged: ${count} sweeps of ${length} samples do not fit its ${header.samples} samples.`,
    );
  const samples = Math.floor(length / channels);
  // Start times are unknown; sweeps are assumed to follow each other without pauses.
  return Array.from({ length: count }, (_, sweep) => ({
    first: sweep * length,
    samples,
    start_s: header.rateHz === undefined ? 0 : (sweep * samples) / header.rateHz,
  }));
}

/** Sweeps of equal length as far as the samples go; the last may be shorter. */
function partialSweeps({ samples, channels, rateHz }: AbfHeader, length: number): AbfSweep[] {
  const count = Math.min(MOST_SWEEPS, Math.ceil(samples / length));
  return Array.from({ length: count }, (_, sweep) => ({
    first: sweep * length,
    samples: Math.floor(Math.min(length, samples - sweep * length) / channels.length),
    start_s: rateHz === undefined ? 0 : (sweep * Math.floor(length / channels.length)) / rateHz,
  }));
}

/**
 * Seconds in the unit of sweep starts and tag times. It is a fraction of the sampling interval, rounded to single
 * precision, whose error would accumulate over an hour: 4.1666665 µs is a twelfth of 50 µs.
 */
export function synchUnit_s({ synchUnit_us, rateHz, channels }: AbfHeader): number {
  const unit_s = synchUnit_us > 0 && Number.isFinite(synchUnit_us) ? synchUnit_us / 1e6 : 0;
  if (rateHz === undefined) return unit_s;
  if (unit_s === 0) return 1 / rateHz / channels.length;
  const fraction = 1 / rateHz / Math.max(1, Math.round(1 / rateHz / unit_s));
  return Math.abs(fraction - unit_s) <= unit_s * SINGLE_PRECISION ? fraction : unit_s;
}

function requireFew(source: ByteSource, count: number): void {
  if (count > MOST_SWEEPS)
    throw new UserError(`${source.path} is damaged: its header counts ${count} sweeps.`);
}
