import type { ByteSource } from '../bytes';
import { signatureAt } from './signature';

/** Layouts of superblocks by version: specification, II.A "Disk Format: Level 0A". Offsets have eight bytes. */
const SIGNATURE = 0x89484446;
const VERSION_AT = 8;
const FLAGS_AT = 11;
const END_OF_FILE_AT: Readonly<Record<number, number>> = { 0: 40, 1: 44, 2: 28, 3: 28 };
/** Of versions 2 and 3; older ones have none. */
const CHECKSUM_AT = 44;
const BYTES = 52;
/** Offset of the size of offsets, and after it that of lengths. */
const SIZES_AT: Readonly<Record<number, number>> = { 0: 13, 1: 13, 2: 9, 3: 9 };

/** Flags "open for writing" and "for writing while others read". A program that crashes leaves them set. */
const IN_USE = 1 | 4;

/** Whether a file is flagged as open for writing: it is being recorded, or its program crashed. */
export function isMarkedOpen(source: ByteSource): boolean {
  const view = superblockOf(source);
  return view !== undefined && isMarked(view);
}

/** Bytes that a file should have; undefined if it has them all. */
export function wholeBytes(source: ByteSource): number | undefined {
  const view = superblockOf(source);
  const end = view && Number(view.getBigUint64(END_OF_FILE_AT[view.getUint8(VERSION_AT)], true));
  return end !== undefined && end > source.size && end < Number.MAX_SAFE_INTEGER ? end : undefined;
}

function superblockOf(source: ByteSource): DataView | undefined {
  const start = signatureAt(source);
  if (start === undefined || start + BYTES > source.size) return undefined;
  const bytes = source.read(start, BYTES, 'header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isKnown(view) ? view : undefined;
}

function isKnown(view: DataView): boolean {
  const sizes = SIZES_AT[view.getUint8(VERSION_AT)];
  return sizes !== undefined && view.getUint8(sizes) === 8 && view.getUint8(sizes + 1) === 8;
}

function isMarked(view: DataView): boolean {
  return view.getUint8(VERSION_AT) === 3 && (view.getUint8(FLAGS_AT) & IN_USE) !== 0;
}

/**
 * Clears the writer's flags in the bytes that HDF5 reads, since it would refuse the file otherwise; the file itself is
 * unchanged. The end of the file is set to its size, as writers store it only on closing.
 */
export function clearMarks(bytes: Uint8Array, fileBytes: number): void {
  if (bytes.length < CHECKSUM_AT + 4) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== SIGNATURE || !isKnown(view) || !isMarked(view)) return;
  bytes[FLAGS_AT] &= ~IN_USE;
  const endAt = END_OF_FILE_AT[view.getUint8(VERSION_AT)];
  if (view.getBigUint64(endAt, true) < BigInt(fileBytes)) view.setBigUint64(endAt, BigInt(fileBytes), true);
  view.setUint32(CHECKSUM_AT, lookup3(bytes.subarray(0, CHECKSUM_AT)), true);
}

/** Bob Jenkins' lookup3 hash (hashlittle), with which HDF5 guards its metadata. http://burtleburtle.net/bob/c/lookup3.c */
function lookup3(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  // Lengths of superblocks are not multiples of 12: the last words are padded with zeros.
  const word = (at: number) => {
    let value = 0;
    for (let i = 3; i >= 0; i--)
      value = (value << 8) | (at + i < view.byteLength ? view.getUint8(at + i) : 0);
    return value;
  };
  let a = (0xdeadbeef + bytes.length) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + word(at)) | 0;
    b = (b + word(at + 4)) | 0;
    c = (c + word(at + 8)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  a = (a + word(at)) | 0;
  b = (b + word(at + 4)) | 0;
  c = (c + word(at + 8)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}
