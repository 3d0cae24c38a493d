import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject, jsonValue } from '../../engine/files/json';

/** Writes edits where VS Code keeps what is not saved. */
export async function writeBackup(file: string, key: string, edits: readonly unknown[]): Promise<void> {
  // VS Code names a place in a folder that need not be there.
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ key, edits }));
}

/** Edits of a backup; none where they are about something else, or cannot be read. */
export async function readBackup(file: string, key: string): Promise<unknown[]> {
  const backup = jsonValue(await readFile(file, 'utf8').catch(() => ''));
  const edits = isObject(backup) && backup['key'] === key ? backup['edits'] : [];
  return Array.isArray(edits) ? edits : [];
}
