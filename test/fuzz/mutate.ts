/** Reproducible whole numbers from 0 to below `n` (Lehmer's generator). */
export type Dice = (n: number) => number;

const LEHMER = 48_271;
const PRIME = 0x7fffffff;

export function dice(seed: number): Dice {
  let state = (seed % (PRIME - 1)) + 1;
  return (n) => {
    state = (state * LEHMER) % PRIME;
    return state % n;
  };
}

const EXTREMES = [
  0, 1, -1, 2, 7, 8, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, -0x80000000, 0x7fc00000,
];

/** Signatures of HDF5's structures: lengths, counts and addresses follow them. */
const HDF5_PARTS = ['OHDR', 'OCHK', 'TREE', 'SNOD', 'HEAP', 'GCOL', 'FRHP', 'FHDB', 'FHIB', 'BTHD', 'BTLF'];
/** Bytes after a signature that hold them. */
const PART_BYTES = 256;

/** Pieces of text in which tables, JSON and headers differ. */
const WORDS = [
  ',', ';', '\t', '\n', '\r\n', ' ', '"', "'", '{', '}', '[', ']', ':', 'null', 'NaN', '-inf', '1e999', '-1',
  '0', '1,5', '9007199254740993', '\\u0000', '\ufeff', '//', '/*', 'é', 'µ', ' '.repeat(300),
]; // biome-ignore format: a list of words
const WORD_BYTES = WORDS.map((word) => Buffer.from(word));
const NOTHING = new Uint8Array(0);

/** Places in a binary file to change, most of them where its structure lies. */
export interface Structure {
  text: boolean;
  places: readonly number[];
}

export function structureOf(input: Uint8Array): Structure {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  const head = bytes.subarray(0, 4096);
  const places: number[] = [];
  for (const part of HDF5_PARTS)
    for (let at = bytes.indexOf(part, 0, 'latin1'); at >= 0; at = bytes.indexOf(part, at + 4, 'latin1'))
      places.push(at + 4);
  return { text: !head.includes(0), places };
}

/** A damaged copy: a few changes, each small or to a whole part. */
export function mutated(
  good: Uint8Array,
  { text, places }: Structure,
  other: Uint8Array,
  roll: Dice,
): Uint8Array {
  let bytes = Uint8Array.from(good);
  for (let changes = 1 + roll(4); changes > 0; changes--) bytes = change();
  return bytes;

  function change(): Uint8Array<ArrayBuffer> {
    const at = somewhere();
    const kind = roll(text ? 8 : 12);
    if (kind === 0) return bytes.subarray(0, at);
    if (kind === 1) return spliced(at, 0, other.subarray(roll(other.length + 1)).subarray(0, 1 + roll(512)));
    if (kind === 2) return spliced(at, 1 + roll(64), NOTHING);
    if (kind === 3) return spliced(at, 0, bytes.subarray(at, at + 1 + roll(64)));
    if (text) return spliced(at, roll(3), WORD_BYTES[roll(WORD_BYTES.length)] ?? NOTHING);
    if (kind < 7) write(at, 1, roll(256));
    else if (kind < 9) write(at, 2, extreme());
    else write(at, kind < 11 ? 4 : 8, roll(4) === 0 ? roll(bytes.length + 1) : extreme());
    return bytes;
  }

  function somewhere(): number {
    if (bytes.length === 0) return 0;
    const place = places.length > 0 && roll(4) > 0 ? places[roll(places.length)] : undefined;
    if (place !== undefined) return Math.min(bytes.length - 1, place + 2 * roll(PART_BYTES / 2));
    // Headers come first in most formats.
    return roll(2) === 0 ? roll(Math.min(bytes.length, 1024)) : roll(bytes.length);
  }

  function extreme(): number {
    return EXTREMES[roll(EXTREMES.length)] ?? 0;
  }

  function spliced(at: number, removed: number, inserted: Uint8Array): Uint8Array<ArrayBuffer> {
    const after = bytes.subarray(at + removed);
    const whole = new Uint8Array(at + inserted.length + after.length);
    whole.set(bytes.subarray(0, at));
    whole.set(inserted, at);
    whole.set(after, at + inserted.length);
    return whole;
  }

  function write(at: number, width: number, value: number): void {
    for (let i = 0; i < width && at + i < bytes.length; i++)
      bytes[at + i] = i < 4 ? (value >> (8 * i)) & 0xff : value < 0 ? 0xff : 0;
  }
}
