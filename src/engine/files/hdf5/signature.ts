import type { ByteSource } from '../bytes';

const SIGNATURE = '\x89HDF\r\n\x1a\n';
/** Programs may put a block of their own before the HDF5 part, which then starts at a power of two. */
const LAST_START = 2 ** 20;

/** Whether a file is HDF5, whatever its name: specification, II.A "Disk Format: Level 0A". */
export function holdsHdf5(source: ByteSource): boolean {
  return signatureAt(source) !== undefined;
}

/** Offset of the HDF5 part of a file, undefined if there is none. */
export function signatureAt(source: ByteSource): number | undefined {
  for (let at = 0; at <= LAST_START && at + SIGNATURE.length <= source.size; at = at === 0 ? 512 : at * 2)
    if (Buffer.from(source.read(at, SIGNATURE.length, 'header')).toString('latin1') === SIGNATURE) return at;
  return undefined;
}
