import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject, jsonValue } from '../../engine/files/fields';
import type { LeftEdits } from './journal-files';

/** VS Code's backup of unsaved edits. */
export interface Backup {
  /** Identifies the subject of the edits. */
  key: string;
  /** Fingerprint of the state that they were made on. */
  base: string;
  edits: readonly unknown[];
}

export async function writeBackup(file: string, backup: Backup): Promise<void> {
  // VS Code's path may be in a folder that does not exist.
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(backup));
}

/** Edits of a backup; none if they are for another subject, or unreadable. */
export async function readBackup(file: string, key: string): Promise<LeftEdits> {
  const backup = jsonValue(await readFile(file, 'utf8').catch(() => ''));
  if (!isObject(backup) || backup['key'] !== key || !Array.isArray(backup['edits']))
    return { entries: [], bases: [] };
  const { base, edits } = backup;
  return { entries: edits as unknown[], bases: typeof base === 'string' ? [base] : [] };
}
