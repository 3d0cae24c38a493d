import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/** An ABF 2 file to write: what the tests of the reader vary. */
export interface AbfToWrite {
  rateHz: number;
  channels: { name: string; unit: string; scale?: number; offset?: number; telegraphedGain?: number }[];
  /** Samples per channel, of each sweep; one sweep makes a gap-free file. */
  sweeps: number[];
  format?: 'int16' | 'float32';
  /**
   * The stored values of a stretch, all channels in turns: samples `from` ≤ i < `to` of the file. Without it
   * the data are zeros that take no room on the disk.
   */
  stored?: (from: number, to: number) => Int16Array | Float32Array;
  tags?: { time_s: number; comment: string }[];
}

const BLOCK = 512;
/** In volts and integers, as digitizers have them. */
const RANGE = 10;
const RESOLUTION = 32_768;
const SLICE = 1 << 20;

/** Writes an ABF 2.6 file of any size, a slice at a time. Sweeps start without pauses. */
export function writeAbf(file: string, abf: AbfToWrite): void {
  const bytes = abf.format === 'float32' ? 4 : 2;
  const channels = abf.channels.length;
  const samples = abf.sweeps.reduce((sum, n) => sum + n, 0) * channels;
  const strings = stringsOf(abf);
  const blocksFor = (size: number) => Math.ceil(size / BLOCK);

  const inputsAt = 2;
  const stringsAt = inputsAt + blocksFor(128 * channels);
  const dataAt = stringsAt + blocksFor(strings.length);
  const synchAt = dataAt + blocksFor(samples * bytes);
  const tagsAt = synchAt + blocksFor(8 * abf.sweeps.length);
  const episodic = abf.sweeps.length > 1;
  const tags = abf.tags ?? [];

  const out = openSync(file, 'w');
  try {
    const header = Buffer.alloc(dataAt * BLOCK);
    writeInfo(header, abf, {
      76: [1, 512, 1],
      92: [inputsAt, 128, channels],
      220: [stringsAt, strings.length, 1],
      236: [dataAt, bytes, samples],
      252: tags.length > 0 ? [tagsAt, 64, tags.length] : [0, 0, 0],
      316: episodic ? [synchAt, 8, abf.sweeps.length] : [0, 0, 0],
    });
    writeProtocol(header, abf, episodic);
    abf.channels.forEach((channel, i) => {
      writeInput(header, inputsAt * BLOCK + 128 * i, i, channel);
    });
    strings.copy(header, stringsAt * BLOCK);
    writeSync(out, header, 0, header.length, 0);

    if (abf.stored)
      for (let from = 0; from < samples; from += SLICE) {
        const slice = abf.stored(from, Math.min(from + SLICE, samples));
        writeSync(
          out,
          Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength),
          0,
          slice.byteLength,
          dataAt * BLOCK + from * bytes,
        );
      }
    const tail = tailOf(abf, tags, (tagsAt - synchAt) * BLOCK);
    ftruncateSync(out, synchAt * BLOCK + tail.length);
    writeSync(out, tail, 0, tail.length, synchAt * BLOCK);
  } finally {
    closeSync(out);
  }
}

function writeInfo(
  header: Buffer,
  abf: AbfToWrite,
  sections: Record<number, [block: number, bytes: number, count: number]>,
): void {
  header.write('ABF2', 0, 'latin1');
  header.set([0, 0, 6, 2], 4);
  header.writeUInt32LE(BLOCK, 8);
  header.writeUInt32LE(abf.sweeps.length, 12);
  header.writeUInt32LE(20_240_229, 16);
  header.writeUInt32LE(45_296_789, 20);
  header.writeInt16LE(1, 28);
  header.writeInt16LE(abf.format === 'float32' ? 1 : 0, 30);
  header.writeUInt32LE(0x0a070003, 56);
  header.writeUInt32LE(1, 60);
  header.writeUInt32LE(2, 72);
  for (const [at, [block, bytes, count]] of Object.entries(sections)) {
    header.writeUInt32LE(block, Number(at));
    header.writeUInt32LE(bytes, Number(at) + 4);
    header.writeBigInt64LE(BigInt(count), Number(at) + 8);
  }
}

function writeProtocol(header: Buffer, abf: AbfToWrite, episodic: boolean): void {
  header.writeInt16LE(episodic ? 5 : 3, BLOCK);
  header.writeFloatLE(1e6 / abf.rateHz, BLOCK + 2);
  header.writeInt32LE(episodic ? abf.sweeps[0] * abf.channels.length : 512, BLOCK + 22);
  header.writeFloatLE(RANGE, BLOCK + 110);
  header.writeInt32LE(RESOLUTION, BLOCK + 118);
}

/** The scale is that of stored integer to unit. */
function writeInput(
  header: Buffer,
  at: number,
  input: number,
  channel: AbfToWrite['channels'][number],
): void {
  const { scale = RANGE / RESOLUTION, offset = 0, telegraphedGain } = channel;
  header.writeInt16LE(input, at);
  header.writeInt16LE(telegraphedGain === undefined ? 0 : 1, at + 2);
  header.writeFloatLE(telegraphedGain ?? 1, at + 6);
  header.writeFloatLE(1, at + 28);
  header.writeFloatLE(RANGE / RESOLUTION / scale / (telegraphedGain ?? 1), at + 40);
  header.writeFloatLE(offset, at + 44);
  header.writeFloatLE(1, at + 48);
  header.writeInt32LE(3 + 2 * input, at + 74);
  header.writeInt32LE(4 + 2 * input, at + 78);
}

/** Header, then creator, protocol, and name and unit of each channel, each closed by a NUL. */
function stringsOf({ channels }: AbfToWrite): Buffer {
  const strings = [
    'Clampex',
    'C:\\protocols\\mini.pro',
    ...channels.flatMap(({ name, unit }) => [name, unit]),
  ];
  const text = Buffer.from(strings.map((s) => `${s}\0`).join(''), 'latin1');
  const header = Buffer.alloc(44);
  header.write('SSCH', 0, 'latin1');
  header.writeUInt32LE(1, 4);
  header.writeUInt32LE(strings.length, 8);
  header.writeUInt32LE(Math.max(...strings.map((s) => s.length)) + 1, 12);
  header.writeUInt32LE(text.length, 16);
  return Buffer.concat([header, text]);
}

/** The list of sweeps, and the tags in blocks of their own. Times count samples of all channels. */
function tailOf(abf: AbfToWrite, tags: NonNullable<AbfToWrite['tags']>, tagsAt: number): Buffer {
  const channels = abf.channels.length;
  const tail = Buffer.alloc(tagsAt + 64 * tags.length);
  let start = 0;
  abf.sweeps.forEach((samples, i) => {
    tail.writeUInt32LE((start * channels) % 2 ** 32, 8 * i);
    tail.writeInt32LE(Math.min(samples * channels, 2 ** 31 - 1), 8 * i + 4);
    start += samples;
  });
  tags.forEach(({ time_s, comment }, i) => {
    tail.writeUInt32LE(Math.round(time_s * abf.rateHz * channels), tagsAt + 64 * i);
    tail.write(comment.padEnd(56), tagsAt + 64 * i + 4, 56, 'latin1');
    tail.writeInt16LE(1, tagsAt + 64 * i + 60);
  });
  return tail;
}
