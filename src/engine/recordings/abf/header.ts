import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { cleanUnit } from '../../files/text';
import { rateOf } from '../rate';
import type { SampleFormat } from '../samples';

/** Header fields common to both versions of Axon Binary Files, as stored. */
export interface AbfHeader {
  version: string;
  /** nOperationMode, see {@link ACQUISITION_MODES}. */
  mode: number;
  format: SampleFormat;
  /** Offset of the first sample in bytes. */
  dataOffset: number;
  /** Number of samples of all channels together; channels are interleaved sample by sample. */
  samples: number;
  /** Number of samples missing from the file according to the header. */
  missing: number;
  /** Sampling rate of each channel; undefined if unknown. */
  rateHz: number | undefined;
  /** True if a second clock takes over within each sweep, as in old programs. */
  splitClock: boolean;
  episodes: number;
  /** Of all channels together. */
  samplesPerEpisode: number;
  /** Start and length of each sweep. */
  synch: Table;
  /** Unit of sweep starts and tag times in microseconds; 0 means samples of all channels. */
  synchUnit_us: number;
  tags: Table;
  channels: AbfChannel[];
  /** As stored: 20181231. */
  date: number;
  time_ms: number;
  protocol: string;
  comment: string;
  creator: string;
  modifier: string;
  experiment: number;
}

/** Records one after another in the file, `count` of them. */
export interface Table {
  offset: number;
  count: number;
}

/** Whether a table of records reaches beyond the end of the file: tables follow the samples, and may be cut off. */
export function isCutOff({ size }: ByteSource, { offset, count }: Table, recordBytes: number): boolean {
  return count > 0 && offset + count * recordBytes > size;
}

export interface AbfChannel {
  name: string;
  unit: string;
  /** Value in the unit = stored integer × scale + shift. */
  scale: number;
  shift: number;
  /** Gain reported by the amplifier, undefined if none. */
  telegraphedGain: number | undefined;
  lowpass_hz: number;
}

/** Sections start at multiples of it. */
export const ABF_BLOCK = 512;

export const VARIABLE_LENGTH = 1;
export const GAP_FREE = 3;

export const ACQUISITION_MODES: Readonly<Record<number, string>> = {
  [VARIABLE_LENGTH]: 'events of variable length',
  2: 'events of fixed length',
  [GAP_FREE]: 'gap-free',
  4: 'high-speed oscilloscope',
  5: 'episodic stimulation',
};

/** The fields that determine the scaling of one channel; without signal conditioner or telegraph they are 1 or 0. */
export interface Gains {
  name: string;
  unit: string;
  /** Volts at the converter's largest integer. */
  range: number;
  resolution: number;
  instrumentScale: number;
  instrumentOffset: number;
  programmableGain: number;
  signalGain: number;
  signalOffset: number;
  telegraphedGain: number | undefined;
  lowpass_hz: number;
}

/**
 * Scaling from the converter's integers to the channel's unit, as Molecular Devices' library computes it
 * (ABFH_GetADCtoUUFactors of their ABF File Support Pack), but in double precision. Floating-point samples are in the unit already.
 *
 * @throws UserError when the gains give no scale
 */
export function scaledChannel(source: ByteSource, format: SampleFormat, gains: Gains): AbfChannel {
  const { name, telegraphedGain, lowpass_hz } = gains;
  const channel = { name, unit: cleanUnit(gains.unit), telegraphedGain, lowpass_hz };
  if (format !== 'int16') return { ...channel, scale: 1, shift: 0 };
  const product =
    gains.instrumentScale * gains.programmableGain * gains.signalGain * (gains.telegraphedGain ?? 1);
  // A gain that was never set is stored as 0; the library reads it as 1.
  const scale = gains.range / (product === 0 ? 1 : product) / gains.resolution;
  const shift = gains.instrumentOffset - gains.signalOffset;
  if (!Number.isFinite(scale) || scale === 0 || !Number.isFinite(shift))
    throw new UserError(
      `${source.path} is damaged: the gains and ranges of channel "${name}" give no scale for its samples.`,
    );
  return { ...channel, scale, shift };
}

/**
 * Converts an interval in µs to samples per second. Single precision has seven digits: 33.333332 µs times three
 * channels was 100 µs.
 */
export function rateOfSingle(interval_us: number): number | undefined {
  return Number.isFinite(interval_us)
    ? rateOf(Number(interval_us.toPrecision(7)) / 1e6, SINGLE_PRECISION)
    : undefined;
}

/** Rounding error of 24-bit mantissas, plus a margin. */
export const SINGLE_PRECISION = 2 ** -22;
