import { readFile } from 'node:fs/promises';
import { UserError } from '../../common/errors';
import { openBytes } from './bytes';

/**
 * Reads a text file. A pipe would be waited for, and a device has no end, so only files are read.
 *
 * @param most bytes
 * @throws UserError when there is no such file, or it is none, or it cannot be read, or is larger than `most`
 */
export async function readText(file: string, most: number): Promise<string> {
  const source = openBytes(file, { empty: true });
  source.close();
  if (source.size > most)
    throw new UserError(`${file} is too large: at most ${Math.round(most / 1e6)} MB of text are read.`);
  return readFile(file, 'utf8');
}
