import type { ByteSource } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import { decodeText } from '../../files/text';
import type { Table } from './header';

const HEADER_BYTES = 44;
const SIGNATURE = 'SSCH';

/**
 * The strings of an ABF 2 file by number, from 1; '' for 0 and numbers it lacks. They follow a header, each terminated
 * by a NUL (SimpleStringCache of the ABF File Support Pack).
 *
 * A file without them, or with a damaged list, still has all its samples: its names are then empty.
 */
export function readStrings(source: ByteSource, { offset }: Table): (index: number) => string {
  if (offset === 0 || offset + HEADER_BYTES > source.size) return () => '';
  const header = fieldsOf(source.read(offset, HEADER_BYTES, 'list of names'));
  if (header.text(0, 4) !== SIGNATURE) return () => '';
  const length = Math.min(header.uint32(16), source.size - offset - HEADER_BYTES, LONGEST_LIST);
  const strings = split(source.read(offset + HEADER_BYTES, length, 'list of names'));
  return (index) => strings[index - 1] ?? '';
}

/** Maximum size; real lists have a few hundred bytes: a protocol's path, a comment and a few dozen names. */
const LONGEST_LIST = 1024 * 1024;

function split(bytes: Uint8Array): string[] {
  const strings: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const nul = bytes.indexOf(0, start);
    const end = nul < 0 ? bytes.length : nul;
    strings.push(decodeText(bytes.subarray(start, end)));
    start = end + 1;
  }
  return strings;
}
