import { readFileSync, writeFileSync } from 'node:fs';

/** HDF5's number of LZF, and one that nobody has registered. */
const LZF = 32_000;
const UNKNOWN = 40_321;

/** Copies an HDF5 file whose data are packed with LZF; in the copy they are packed with what nobody knows. */
export function copyWithUnknownFilter(source: string, target: string): void {
  const bytes = readFileSync(source);
  let found = 0;
  // A filter's description: number, length of the name, flags, count of values, each in two bytes, then the name.
  for (let at = bytes.indexOf('lzf\0'); at >= 0; at = bytes.indexOf('lzf\0', at + 1)) {
    if (at < 8 || bytes.readUInt16LE(at - 8) !== LZF) continue;
    bytes.writeUInt16LE(UNKNOWN, at - 8);
    bytes.write('xyz', at);
    found++;
  }
  if (found === 0) throw new Error(`${source} has no dataset packed with LZF`);
  writeFileSync(target, bytes);
}
