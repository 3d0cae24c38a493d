import { readFile, writeFile } from 'node:fs/promises';
import { jsonValue } from '../../engine/files/json';

interface Backup {
  windows_key: string;
  scores: number[];
}

/** Writes scores where VS Code keeps what is not saved. */
export async function writeBackup(file: string, windows_key: string, scores: Int8Array): Promise<void> {
  await writeFile(file, JSON.stringify({ windows_key, scores: [...scores] } satisfies Backup));
}

/** Scores of a backup; undefined where it is of other windows, or cannot be read. */
export async function readBackup(file: string, windows_key: string): Promise<Int8Array | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const backup = jsonValue(text) as Backup | undefined;
  return backup?.windows_key === windows_key ? Int8Array.from(backup.scores) : undefined;
}
