import { UserError } from '../../../common/errors';
import type { ByteSource } from '../../files/bytes';
import { type Fields, fieldsOf } from '../../files/fields';
import { cleanUnit } from '../../files/text';

/** A waveform channel of a Spike2 file, with the positions of its samples. */
export interface Spike2Channel {
  name: string;
  unit: string;
  /** Seconds between samples. */
  interval_s: number;
  format: 'int16' | 'float32';
  scale: number;
  shift: number;
  /** Uninterrupted parts, each a list of blocks in order. */
  parts: Spike2Part[];
  /** Whether the file ends before its last block. */
  isCut: boolean;
}

export interface Spike2Part {
  start_s: number;
  samples: number;
  blocks: Spike2Block[];
}

export interface Spike2Block {
  /** Offset of its first sample in bytes. */
  offset: number;
  /** Sample number of that in the part. */
  first: number;
  samples: number;
  /** Its start on the clock, where its header was not read: blocks far apart were where they had to be. */
  unread_ticks?: number;
}

export interface Spike2File {
  version: number;
  comments: string;
  channels: Spike2Channel[];
}

const HEADER = 512;
const CHANNEL_HEADER = 140;
const BLOCK_HEADER = 20;
const WAVEFORM = 1;
const REAL_WAVEFORM = 9;
/** Unit of offsets in version 9 files, in bytes. */
const DISK_BLOCK = 512;
const MOST_CHANNELS = 512;

/**
 * Reads the waveform channels of a Spike2 file (.smr, SON versions 1 to 9): 16-bit and single-precision ones.
 *
 * Source: Cambridge Electronic Design, "The SON data filing system".
 *
 * @throws UserError when it is damaged
 */
export function readSpike2(source: ByteSource): Spike2File {
  const header = fieldsOf(source.read(0, HEADER, 'header'));
  const version = header.int16(0);
  const old = version < 6;
  const tick_s = header.int16(20) * (old ? 1e-6 : header.float64(44));
  const count = header.int16(30);
  if (!(tick_s > 0) || count < 1 || count > MOST_CHANNELS)
    throw new UserError(`${source.path} is damaged: its header has no clock or no channels.`);
  const channels = Array.from({ length: count }, (_, i) => {
    const fields = fieldsOf(source.read(HEADER + CHANNEL_HEADER * i, CHANNEL_HEADER, 'channel header'));
    return readChannel(source, fields, {
      tick_s,
      old,
      perAdc: header.int16(22),
      unit: version === 9 ? DISK_BLOCK : 1,
    });
  });
  return {
    version,
    comments: [0, 1, 2, 3, 4]
      .map((line) => header.text(112 + 80 * line, 80).replace(/^[^\x20-\x7e]/, ''))
      .filter(Boolean)
      .join(' '),
    channels: channels.filter((channel) => channel !== undefined),
  };
}

interface Clock {
  tick_s: number;
  old: boolean;
  perAdc: number;
  /** Unit of offsets in bytes. */
  unit: number;
}

function readChannel(source: ByteSource, fields: Fields, clock: Clock): Spike2Channel | undefined {
  const kind = fields.uint8(122);
  const blocks = fields.int16(14) & 0xffff;
  if ((kind !== WAVEFORM && kind !== REAL_WAVEFORM) || blocks === 0) return undefined;
  const interval_ticks = clock.old ? fields.int16(138) * clock.perAdc : fields.int32(102);
  if (!(interval_ticks > 0)) return undefined;
  const whole = kind === WAVEFORM;
  return {
    name: pascalText(fields, 108, 9),
    unit: unitOf(pascalText(fields, 132, 5)),
    interval_s: interval_ticks * clock.tick_s,
    format: whole ? 'int16' : 'float32',
    scale: whole ? fields.float32(124) / 6553.6 : 1,
    shift: whole ? fields.float32(128) : 0,
    ...partsOf(source, fields.int32(6) * clock.unit, blocks, interval_ticks, {
      ...clock,
      bytes: whole ? 2 : 4,
    }),
  };
}

/** Spike2's default units are words: "Volts", "mVolt". */
function unitOf(text: string): string {
  const [, prefix, base] = /^([munpkfM]?)(volts?|amps?)$/i.exec(text.trim()) ?? [];
  return base === undefined ? cleanUnit(text) : prefix + base[0].toUpperCase();
}

/** A text preceded by its length. */
function pascalText(fields: Fields, offset: number, most: number): string {
  return fields.text(offset + 1, Math.min(most, fields.uint8(offset)));
}

/** Header of a block of samples. */
interface BlockHeader {
  offset: number;
  before: number;
  next: number;
  start: number;
  end: number;
  channel: number;
  items: number;
}

function blockAt(source: ByteSource, offset: number, unit: number): BlockHeader {
  const fields = fieldsOf(source.read(offset, BLOCK_HEADER, 'block'));
  return {
    offset,
    before: fields.int32(0) * unit,
    next: fields.int32(4) * unit,
    start: fields.int32(8),
    end: fields.int32(12),
    channel: fields.int16(16),
    items: fields.int16(18) & 0xffff,
  };
}

/** Follows the chain of blocks as far as the file reaches; a gap before a block starts a new part. */
function partsOf(
  source: ByteSource,
  first: number,
  count: number,
  interval: number,
  clock: Clock & { bytes: number },
): { parts: Spike2Part[]; isCut: boolean } {
  const parts: Spike2Part[] = [];
  let offset = first;
  let end = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count && offset > 0; ) {
    if (offset + BLOCK_HEADER > source.size && i > 0) return { parts, isCut: true };
    const block = blockAt(source, offset, clock.unit);
    const { start } = block;
    const present = Math.max(0, Math.floor((source.size - offset - BLOCK_HEADER) / clock.bytes));
    const items = Math.min(block.items, present);
    if (start > end + interval || parts.length === 0)
      parts.push({ start_s: start * clock.tick_s, samples: 0, blocks: [] });
    const part = parts[parts.length - 1];
    const skipped = regularBlocks(source, block, count - i, interval, clock);
    const stride = block.next - offset;
    for (let k = 0; k <= skipped; k++) {
      part.blocks.push({
        offset: offset + k * stride + BLOCK_HEADER,
        first: part.samples,
        samples: items,
        ...(k > 0 && { unread_ticks: start + k * items * interval }),
      });
      part.samples += items;
    }
    if (items < block.items) return { parts, isCut: true };
    i += 1 + skipped;
    end = block.end + skipped * items * interval;
    offset = block.next + skipped * stride;
  }
  return { parts, isCut: false };
}

/** Number of blocks that are looked over at once at most. */
const MOST_SKIPPED = 4096;

/**
 * Number of blocks after this one that need not be read: a later one lies and starts where equal blocks without a pause
 * between them lead to.
 */
function regularBlocks(
  source: ByteSource,
  { offset, next, start, channel, items }: BlockHeader,
  count: number,
  interval: number,
  { unit }: Clock,
): number {
  const stride = next - offset;
  if (stride <= 0) return 0;
  for (let skipped = Math.min(MOST_SKIPPED, count - 2); skipped >= 8; skipped = Math.floor(skipped / 8)) {
    const at = offset + (skipped + 1) * stride;
    if (at + BLOCK_HEADER > source.size) continue;
    const later = blockAt(source, at, unit);
    const isRegular =
      later.channel === channel &&
      later.before === at - stride &&
      later.start === start + (skipped + 1) * items * interval;
    if (isRegular) return skipped;
  }
  return 0;
}

/** @throws UserError when a block whose header was not read is another one than expected */
export function requireBlock(source: ByteSource, { offset, samples, unread_ticks }: Spike2Block): void {
  if (unread_ticks === undefined) return;
  const { start, items } = blockAt(source, offset - BLOCK_HEADER, 1);
  if (start !== unread_ticks || items !== samples)
    throw new UserError(`${source.path} is damaged: a block of samples is not where the others lead to.`);
}
