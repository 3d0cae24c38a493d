import { stat } from 'node:fs/promises';

/**
 * Identifies a version of a file's contents by size, modification time and inode, without reading it: another stamp
 * once the file has been written to or replaced, undefined where there is no file.
 */
export async function fileStamp(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found && `${found.size} ${found.mtimeMs} ${found.ino}`;
}

/** Key of a cache of what is read from a file. A missing file has one too: whoever opens it reports that. */
export async function fileKey(file: string): Promise<string> {
  return `${file}\n${await fileStamp(file)}`;
}
