import { writeFile } from 'node:fs/promises';
import { writeWhole } from './atomic';

/** Writes a value as an indented JSON file, whole or not at all, in place of what was there. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  await writeWhole(file, { overwrite: true }, (temporary) => writeFile(temporary, text));
}
