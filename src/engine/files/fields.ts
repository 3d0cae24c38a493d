import { decodeText } from './text';
/** Parses JSON, undefined if the text is not JSON. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of a binary record, by byte offset. A field beyond the record's end reads as 0 or '': formats
 * grow by adding fields at the end of their records, and an older file simply lacks them.
 */
export interface Fields {
  readonly length: number;
  uint8(offset: number): number;
  int16(offset: number): number;
  uint16(offset: number): number;
  int32(offset: number): number;
  uint32(offset: number): number;
  /** Rounded to the nearest double beyond 2^53, where no offset or count in a real file lies. */
  int64(offset: number): number;
  float32(offset: number): number;
  float64(offset: number): number;
  /** Up to `length` bytes or the first NUL, trimmed; see {@link decodeText}. */
  text(offset: number, length: number): string;
}

/** Reads the fields of a record in `bytes`. */
export function fieldsOf(bytes: Uint8Array, littleEndian = true): Fields {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inside = (offset: number, size: number) => offset >= 0 && offset + size <= bytes.length;
  return {
    length: bytes.length,
    uint8: (at) => (inside(at, 1) ? view.getUint8(at) : 0),
    int16: (at) => (inside(at, 2) ? view.getInt16(at, littleEndian) : 0),
    uint16: (at) => (inside(at, 2) ? view.getUint16(at, littleEndian) : 0),
    int32: (at) => (inside(at, 4) ? view.getInt32(at, littleEndian) : 0),
    uint32: (at) => (inside(at, 4) ? view.getUint32(at, littleEndian) : 0),
    int64: (at) => (inside(at, 8) ? Number(view.getBigInt64(at, littleEndian)) : 0),
    float32: (at) => (inside(at, 4) ? view.getFloat32(at, littleEndian) : 0),
    float64: (at) => (inside(at, 8) ? view.getFloat64(at, littleEndian) : 0),
    text: (at, length) => decodeText(bytes.subarray(at, at + length)),
  };
}
