import { openBytes } from './bytes';
import { holdsHdf5 } from './hdf5/signature';

/** Kind of a file by its first bytes, as far as it matters for replacing it. Tables are text. */
export type ByteKind =
  | 'HDF5 file'
  | 'workbook'
  | 'model'
  | 'archive'
  | 'bundle'
  | 'picture'
  | 'model card'
  | 'Markdown text'
  | 'JSON file'
  | 'text'
  | 'binary file'
  | 'empty file';

const START_BYTES = 4096;

/** First entry of a bundle of an experiment. */
export const BUNDLE_MANIFEST = 'miniml-bundle.json';

/** @throws UserError when the file cannot be read */
export async function byteKind(file: string): Promise<ByteKind> {
  const source = openBytes(file, { empty: true });
  try {
    if (source.size === 0) return 'empty file';
    if (holdsHdf5(source)) return 'HDF5 file';
    return kindOf(Buffer.from(source.read(0, Math.min(START_BYTES, source.size), 'header')));
  } finally {
    source.close();
  }
}

function kindOf(start: Buffer): ByteKind {
  const text = start.toString('latin1');
  if (text.startsWith('PK')) return zipKind(text);
  if (text.startsWith('\x89PNG') || text.startsWith('<svg') || text.startsWith('<?xml')) return 'picture';
  if (text.startsWith('{') || text.startsWith('[')) return 'JSON file';
  if (text.includes('\0')) return 'binary file';
  if (!text.startsWith('# ')) return 'text';
  return text.includes('miniML') ? 'model card' : 'Markdown text';
}

/** In a zip archive, entries start with their names. */
function zipKind(start: string): ByteKind {
  if (start.includes('[Content_Types].xml') || start.includes('xl/workbook.xml')) return 'workbook';
  if (start.includes(BUNDLE_MANIFEST)) return 'bundle';
  return start.includes('metadata.json') || start.includes('config.json') ? 'model' : 'archive';
}
