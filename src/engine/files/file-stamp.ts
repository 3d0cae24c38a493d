import { type Stats, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * Identifies a version of a file's contents by size, modification time and inode, without reading it: it changes when
 * the file is written to or replaced, and is undefined if there is no file.
 */
export async function fileStamp(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && stampOf(found);
}

/** As {@link fileStamp}, without giving way to other work in between. */
export function fileStampNow(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && stampOf(found);
}

function stampOf({ size, mtimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ino}`;
}

/** Cache key for data read from a file. A missing file has a key too; opening it reports that it is missing. */
export async function fileKey(file: string): Promise<string> {
  return `${file}\n${await fileStamp(file)}`;
}
