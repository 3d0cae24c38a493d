import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeWhole } from '../../engine/files/atomic';
import { jsonValue } from '../../engine/files/fields';
import { isOwn, ownTag, WRITER_TAG, type Writer, writerIn } from '../../engine/files/process-life';

/*
 * Notes on running work, one file each in a folder that all windows share, on other machines too. Their names hold the
 * process that writes them, so that another one can take over what it has left.
 */

const NAME = new RegExp(`^[0-9a-f]{16}-${WRITER_TAG}\\.json$`);

/** The note of this process on some work. @param key equal for the same work */
export function noteFile(storage: string, key: string): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return path.join(storage, `${hash}-${ownTag()}.json`);
}

export async function writeNote(file: string, note: unknown): Promise<void> {
  await writeWhole(file, { overwrite: true }, (temporary) => writeFile(temporary, JSON.stringify(note)));
}

/** The contents of a note; undefined where it has been removed meanwhile, or is no JSON. */
export async function readNote(file: string): Promise<unknown> {
  return jsonValue(await readFile(file, 'utf8').catch(() => ''));
}

/** The notes of other processes, and who wrote them. */
export async function notesOfOthers(storage: string): Promise<Map<string, Writer>> {
  const found = new Map<string, Writer>();
  for (const name of await readdir(storage).catch(() => [] as string[])) {
    const writer = writerIn(NAME.exec(name));
    if (writer && !isOwn(writer)) found.set(path.join(storage, name), writer);
  }
  return found;
}

/** Whether work was started in a window of one of these folders, or of none. */
export function isOfFolders(started: readonly string[], folders: readonly string[]): boolean {
  return started.length === 0 || started.some((folder) => folders.includes(folder));
}
