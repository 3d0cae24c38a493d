import type { Content, Notes } from './content';

/** Size of the header of version 1.83, and of the blocks that sections of the file start at. */
export const HEADER_BYTES = 6144;
export const ABF_BLOCK = 512;
export const INPUTS = 16;

const VERSION = 1.83;
const GAP_FREE = 3;
const EPISODIC = 5;
const VARIABLE_LENGTH = 1;
const SIMPLE_ACQUISITION = 2;
const RANGE_V = 10;
const RESOLUTION = 32_768;

/** Sizes that are known once all samples are written. */
export interface Abf1Sections {
  /** Samples of all channels together. */
  samples: number;
  synchBlock: number;
  tagBlock: number;
  scalings: readonly Scaling[];
}

/** Scaling of a channel's stored samples: value = stored × step + offset. */
export interface Scaling {
  step: number;
  offset: number;
}

/** Maximum absolute value of a stored sample. */
const LARGEST = 32_760;

/** The finest scaling for this range that the single-precision fields of the header can express. */
export function scalingOf(minimum: number, maximum: number): Scaling {
  if (!(minimum <= maximum)) return { step: 1, offset: 0 };
  const offset = Math.fround((minimum + maximum) / 2);
  const half = Math.max(maximum - offset, offset - minimum);
  const gain = half > 0 ? instrumentScale(half / LARGEST) : 1;
  return { step: RANGE_V / gain / RESOLUTION, offset };
}

/** Volts per unit, in single precision. */
function instrumentScale(step: number): number {
  return Math.fround(RANGE_V / RESOLUTION / step);
}

/**
 * The header of an ABF 1 file with samples in single precision: fields at the offsets of ABFFileHeader in Molecular
 * Devices' ABF File Support Pack.
 */
export function abf1Header({ recording, start: given }: Content, sections: Abf1Sections): Buffer {
  const { channels, sweeps, tags, rateHz } = recording;
  const bytes = Buffer.alloc(HEADER_BYTES);
  const single = sweeps.length === 1;
  const equal = sweeps.every(({ samples }) => samples === sweeps[0].samples);
  bytes.write('ABF ', 0, 'latin1');
  bytes.writeFloatLE(VERSION, 4);
  bytes.writeInt16LE(single ? GAP_FREE : equal ? EPISODIC : VARIABLE_LENGTH, 8);
  bytes.writeInt32LE(sections.samples, 10);
  bytes.writeInt32LE(single ? 0 : sweeps.length, 16);
  const [date, seconds, milliseconds] = startFields(given ?? recording.start);
  bytes.writeInt32LE(date, 20);
  bytes.writeInt32LE(seconds, 24);
  bytes.writeFloatLE(VERSION, 32);
  bytes.writeInt16LE(1, 36);
  bytes.writeInt32LE(HEADER_BYTES / ABF_BLOCK, 40);
  bytes.writeInt32LE(tags.length > 0 ? sections.tagBlock : 0, 44);
  bytes.writeInt32LE(tags.length, 48);
  bytes.writeInt32LE(single ? 0 : sections.synchBlock, 92);
  bytes.writeInt32LE(single ? 0 : sweeps.length, 96);
  bytes.writeInt16LE(channels.length, 120);
  bytes.writeFloatLE(1e6 / rateHz / channels.length, 122);
  bytes.writeFloatLE(sections.samples / channels.length / rateHz, 134);
  bytes.writeInt32LE(single ? 0 : sweeps[0].samples * channels.length, 138);
  bytes.writeInt32LE(single ? 1 : sweeps.length, 146);
  bytes.writeInt32LE(1, 150);
  bytes.writeInt32LE(1, 154);
  bytes.writeInt16LE(1, 162);
  bytes.writeFloatLE(RANGE_V, 244);
  bytes.writeFloatLE(RANGE_V, 248);
  bytes.writeInt32LE(RESOLUTION, 252);
  bytes.writeInt32LE(RESOLUTION, 256);
  bytes.writeInt16LE(SIMPLE_ACQUISITION, 260);
  bytes.write('miniML', 294, 16, 'latin1');
  bytes.writeInt16LE(milliseconds, 366);
  for (let i = 0; i < INPUTS; i++)
    writeInput(bytes, i, channels[i], sections.scalings[i] ?? { step: 1, offset: 0 });
  writeText(bytes, 4898, 256, recording.protocol);
  writeText(bytes, 5154, 128, 'Converted by miniML');
  return bytes;
}

function writeInput(
  bytes: Buffer,
  i: number,
  channel: Content['recording']['channels'][number] | undefined,
  { step, offset }: Scaling,
): void {
  bytes.writeInt16LE(channel ? i : -1, 378 + 2 * i);
  bytes.writeInt16LE(channel ? i : -1, 410 + 2 * i);
  writeText(bytes, 442 + 10 * i, 10, channel ? channel.name || `IN ${i}` : '', ' ');
  writeText(bytes, 602 + 8 * i, 8, channel?.unit ?? '', ' ');
  bytes.writeFloatLE(1, 730 + 4 * i);
  bytes.writeFloatLE(1, 794 + 4 * i);
  bytes.writeFloatLE(instrumentScale(step), 922 + 4 * i);
  bytes.writeFloatLE(offset, 986 + 4 * i);
  bytes.writeFloatLE(1, 1050 + 4 * i);
  bytes.writeFloatLE(100_000, 1178 + 4 * i);
}

/** Date as 20181231, seconds of the day, milliseconds; zeros if the start is unknown. */
function startFields(start: string | undefined): [date: number, seconds: number, milliseconds: number] {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?/.exec(start ?? '');
  if (!found) return [0, 0, 0];
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const milliseconds = Math.min(999, Math.round(1000 * Number(found[7] ?? 0)));
  return [(year * 100 + month) * 100 + day, (hour * 60 + minute) * 60 + second, milliseconds];
}

/** Writes as much of a text as fits; fields have one byte per character. */
function writeText(bytes: Buffer, at: number, length: number, text: string, padding = '\0'): void {
  bytes.write(singleBytes(text).slice(0, length).padEnd(length, padding), at, length, 'latin1');
}

/** Encodes text in Latin-1; other characters become question marks. */
export function singleBytes(text: string): string {
  return text.replace(/μ/gu, 'µ').replace(/[^\x20-\xff]/gu, '?');
}

/** Notes about names and units that the header shortens. */
export function shortened({ channels }: Content['recording']): Notes {
  return channels.flatMap(({ name, unit }, i) => [
    ...(name.length > 10 || singleBytes(name) !== name
      ? [`ABF limits channel names to 10 characters. "${name}" (channel ${i}) was shortened.`]
      : []),
    ...(unit.length > 8 ? [`ABF limits units to 8 characters. "${unit}" (channel ${i}) was shortened.`] : []),
  ]);
}
