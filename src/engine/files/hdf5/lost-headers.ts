/*
 * HDF5 continues the description of an object (its header) in a block elsewhere when attributes do not fit, and keeps texts
 * of variable length in heaps. In a file that was cut short, one of them in the missing part makes the whole object
 * unreadable, although its samples may all be there; a missing heap even ends the library. References to what is missing
 * are blanked in the bytes that HDF5 reads, so that only that is missing.
 *
 * Source: HDF5 specification, III.E "Global Heap", IV.A.1.a "Version 1 Data Object Header Prefix", IV.A.2.m "Attribute
 * Message", IV.A.2.q "Object Header Continuation".
 */

/** The present part of a file that was cut short. Offsets count from its superblock. */
export interface CutFile {
  present: number;
  whole: number;
  /** The size of the heap at an offset, which is present. */
  heapBytes(offset: number): number;
}

const PREFIX_BYTES = 16;
const MESSAGE_BYTES = 8;
const ATTRIBUTE = 0x0c;
const CONTINUATION = 0x10;
const HIGHEST_TYPE = 0x18;
/** Length of a text, offset of its heap, its number there. */
const REFERENCE_BYTES = 16;
const MOST_REFERENCES = 4096;
const HEAP_HEADER_BYTES = 16;

/**
 * Blanks references to what a file lacks, in an object's header, in a block that continues one, or in a list of texts.
 *
 * @param bytes as HDF5 reads them: each of these is read from its start
 * @returns how many references
 */
export function blankLost(bytes: DataView, file: CutFile): number {
  const isHeader =
    bytes.byteLength >= PREFIX_BYTES && bytes.getUint16(0, true) === 1 && bytes.getUint32(12, true) === 0;
  if (isHeader) {
    const end = Math.min(bytes.byteLength, PREFIX_BYTES + bytes.getUint32(8, true));
    return blankInMessages(bytes, PREFIX_BYTES, end, file);
  }
  return areMessages(bytes) ? blankInMessages(bytes, 0, bytes.byteLength, file) : blankInTexts(bytes, file);
}

/** Whether bytes are messages from the first to the last. */
function areMessages(bytes: DataView): boolean {
  let at = 0;
  while (at + MESSAGE_BYTES <= bytes.byteLength) {
    const size = bytes.getUint16(at + 2, true);
    if (bytes.getUint16(at, true) > HIGHEST_TYPE || size % 8 !== 0 || bytes.getUint32(at + 4, true) >= 256)
      return false;
    at += MESSAGE_BYTES + size;
  }
  return at === bytes.byteLength && at > 0;
}

function blankInMessages(bytes: DataView, from: number, to: number, file: CutFile): number {
  let count = 0;
  for (let at = from; at + MESSAGE_BYTES <= to; ) {
    const type = bytes.getUint16(at, true);
    const size = bytes.getUint16(at + 2, true);
    const body = at + MESSAGE_BYTES;
    if (body + size > to) break;
    if (type === CONTINUATION && size >= 16) {
      const end = Number(bytes.getBigUint64(body, true) + bytes.getBigUint64(body + 8, true));
      if (end > file.present && end <= file.whole) {
        // Messages of type 0 are free space.
        bytes.setUint16(at, 0);
        count++;
      }
    } else if (type === ATTRIBUTE) count += blankInAttribute(bytes, body, body + size, file);
    at = body + size;
  }
  return count;
}

/** Blanks the references of a text attribute, which end it: version 1 pads its parts to eight bytes. */
function blankInAttribute(bytes: DataView, from: number, to: number, file: CutFile): number {
  let count = 0;
  for (let at = to - REFERENCE_BYTES; at >= from + 8; at -= REFERENCE_BYTES) {
    if (!isReference(bytes, at, file)) break;
    if (blankReference(bytes, at, file)) count++;
  }
  return count;
}

function blankInTexts(bytes: DataView, file: CutFile): number {
  const references = bytes.byteLength / REFERENCE_BYTES;
  if (!Number.isInteger(references) || references > MOST_REFERENCES) return 0;
  const places = Array.from({ length: references }, (_, i) => i * REFERENCE_BYTES);
  if (!places.every((at) => isReference(bytes, at, file))) return 0;
  return places.filter((at) => blankReference(bytes, at, file)).length;
}

function isReference(bytes: DataView, at: number, { whole }: CutFile): boolean {
  const heap = bytes.getBigUint64(at + 4, true);
  const number = bytes.getUint32(at + 12, true);
  if (heap === 0n) return bytes.getUint32(at, true) === 0;
  return heap + BigInt(HEAP_HEADER_BYTES) <= BigInt(whole) && number >= 1 && number <= 0xffff;
}

function blankReference(bytes: DataView, at: number, { present, heapBytes }: CutFile): boolean {
  const heap = Number(bytes.getBigUint64(at + 4, true));
  if (heap === 0 || (heap + HEAP_HEADER_BYTES <= present && heap + heapBytes(heap) <= present)) return false;
  // A heap at 0 is none: the text is empty.
  for (let i = 0; i < REFERENCE_BYTES; i++) bytes.setUint8(at + i, 0);
  return true;
}
