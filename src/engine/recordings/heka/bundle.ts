import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../common/errors';
import { type ByteSource, openBytes } from '../../files/bytes';
import { type Fields, fieldsOf } from '../../files/fields';

/** A PatchMaster data file and its tree. */
export interface HekaFile {
  data: ByteSource;
  /** Offset after the last sample. */
  dataEnd: number;
  /** As in the file: "v2x73.5, 21-May-2015". Empty in files that are not bundles. */
  version: string;
  /** The bytes of the pulsed tree (.pul). */
  tree: Uint8Array;
}

const HEADER_BYTES = 352;
const MOST_ITEMS = 12;
const FIRST_ITEM = 64;

/**
 * Opens a PatchMaster file: a bundle (DAT2), which contains its tree, or raw data (DAT1, DATA, or without a signature)
 * with the tree beside it in a .pul file. HEKA, DataFile_v9, _v1000 and _v2000.
 *
 * @throws UserError when it is neither, or is cut short, or lacks its tree
 */
export function openHekaFile(file: string): HekaFile {
  const data = openBytes(file);
  try {
    const bytes = data.read(0, Math.min(HEADER_BYTES, data.size), 'header');
    const header = fieldsOf(bytes, bytes[52] !== 0);
    const signature = header.text(0, 8);
    if (signature === 'DAT2') {
      const { start, length } = treeItem(file, header);
      // The tree ends the file: a bundle that was cut short has lost it.
      if (start + length > data.size)
        return {
          data,
          dataEnd: Math.min(start, data.size),
          version: header.text(8, 32),
          tree: treeOfCut(file),
        };
      const tree = data.read(start, length, 'list of series (.pul)');
      // In a bundle the samples come first.
      return { data, dataEnd: start, version: header.text(8, 32), tree };
    }
    return { data, dataEnd: data.size, version: '', tree: treeBeside(file) };
  } catch (thrown) {
    data.close();
    throw thrown;
  }
}

/** Position of the tree in a bundle. Since 2025 the items have 64 bits, in a larger header. */
function treeItem(file: string, header: Fields): { start: number; length: number } {
  const wide = !header.text(FIRST_ITEM + 8, 8).startsWith('.');
  for (let item = 0; item < MOST_ITEMS; item++) {
    const at = FIRST_ITEM + item * (wide ? 24 : 16);
    const extension = header.text(at + (wide ? 16 : 8), 8);
    if (extension === '.pul')
      return wide
        ? { start: header.int64(at), length: header.int64(at + 8) }
        : { start: header.uint32(at), length: header.uint32(at + 4) };
  }
  throw new UserError(`${file} is damaged: its list of series (.pul) is missing.`);
}

/** The tree beside a bundle that has lost its own. @throws UserError when there is none */
function treeOfCut(file: string): Uint8Array {
  if (pathOfTree(file) !== undefined) return treeBeside(file);
  throw new UserError(
    `${file} is cut short: its list of series (.pul), which ends the file, is missing. Copy the file again from where it was recorded, or put ${path.parse(file).name}.pul beside it.`,
  );
}

/** Whether a file is called .dat and has its list of series beside it. */
export function hasTreeBeside(file: string): boolean {
  const beside = /\.dat$/i.test(file) ? pathOfTree(file) : undefined;
  if (beside === undefined || !statSync(beside).isFile() || statSync(beside).size < 4) return false;
  const source = openBytes(beside);
  try {
    return /^(eerT|Tree)$/.test(Buffer.from(source.read(0, 4, 'list of series')).toString('latin1'));
  } finally {
    source.close();
  }
}

function treeBeside(file: string): Uint8Array {
  const beside = pathOfTree(file);
  if (beside === undefined)
    throw new UserError(
      `${file} contains only samples. Put ${path.parse(file).name}.pul, which PatchMaster wrote with it, into the same folder.`,
    );
  const source = openBytes(beside);
  try {
    return source.read(0, source.size, 'list of series');
  } finally {
    source.close();
  }
}

/** The .pul file beside a .dat file, ignoring case, which programs and file systems treat differently. */
function pathOfTree(file: string): string | undefined {
  const { dir, name } = path.parse(file);
  const usual = path.join(dir, `${name}.pul`);
  if (existsSync(usual)) return usual;
  const wanted = `${name}.pul`.toLowerCase();
  const found = readdirSync(dir || '.').find((other) => other.toLowerCase() === wanted);
  return found === undefined ? undefined : path.join(dir, found);
}
