import { stat } from 'node:fs/promises';

/** Names what a file holds now: another one once it has been written to; undefined where there is no file. */
export async function diskState(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs} ${found.ino}`;
}
