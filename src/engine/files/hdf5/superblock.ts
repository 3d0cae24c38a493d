import type { ByteSource } from '../bytes';
import { signatureAt } from './signature';

/** Layout of a superblock of version 3: specification, II.A "Disk Format: Level 0A". */
const SIGNATURE = 0x89484446;
const VERSION_AT = 8;
const FLAGS_AT = 11;
const END_OF_FILE_AT = 28;
const CHECKSUM_AT = 44;
const BYTES = 48;

/** Flags "open for writing" and "for writing while others read". A program that crashes leaves them set. */
const IN_USE = 1 | 4;

/** Whether a file is flagged as open for writing: it is being recorded, or its program crashed. */
export function isMarkedOpen(source: ByteSource): boolean {
  const start = signatureAt(source);
  if (start === undefined || start + BYTES > source.size) return false;
  const bytes = source.read(start, BYTES, 'header');
  return bytes[VERSION_AT] === 3 && (bytes[FLAGS_AT] & IN_USE) !== 0;
}

/**
 * Clears the writer's flags in the bytes that HDF5 reads, since it would refuse the file otherwise; the file itself is
 * unchanged. The end of the file is set to its size, as writers store it only on closing.
 */
export function clearMarks(bytes: Uint8Array, fileBytes: number): void {
  if (bytes.length < BYTES) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Offsets and lengths have eight bytes, as all programs write them.
  const known =
    view.getUint32(0) === SIGNATURE && bytes[VERSION_AT] === 3 && bytes[9] === 8 && bytes[10] === 8;
  if (!known || (bytes[FLAGS_AT] & IN_USE) === 0) return;
  bytes[FLAGS_AT] &= ~IN_USE;
  if (view.getBigUint64(END_OF_FILE_AT, true) < BigInt(fileBytes))
    view.setBigUint64(END_OF_FILE_AT, BigInt(fileBytes), true);
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
