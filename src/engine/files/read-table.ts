import { readFile } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { openBytes } from './bytes';
import { parseCsv } from './csv';
import { decodeFile } from './text';
import { readXlsxTable } from './xlsx-table';

const ZIP_SIGNATURE = 0x504b0304;

/**
 * Reads a table into rows of trimmed fields without empty rows, the heading first: csv with commas, semicolons or tabs,
 * in UTF-8, Windows-1252 or UTF-16, as programs write it, or the first sheet of an xlsx workbook. The content decides, not
 * the name.
 *
 * @param most bytes of the file
 * @throws UserError when there is no such file, or it is too large, or not a table
 */
export async function readTable(file: string, most: number): Promise<string[][]> {
  const source = openBytes(file, { empty: true });
  let zipped = false;
  try {
    if (source.size > most)
      throw new UserError(`${file} is too large for a table: at most ${Math.round(most / 1e6)} MB are read.`);
    zipped = source.size >= 4 && Buffer.from(source.read(0, 4, 'signature')).readUInt32BE() === ZIP_SIGNATURE;
  } finally {
    source.close();
  }
  if (zipped) return readXlsxTable(file);
  const text = decodeFile(await readFile(file));
  if (text.includes('\0')) throw new UserError(`${file} is not a table. Save the table as csv or xlsx.`);
  return parseCsv(text);
}
