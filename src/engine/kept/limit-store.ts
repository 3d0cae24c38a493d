import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeptStore } from '../../common/api/engine/kept';
import { jsonValue } from '../files/fields';
import { isOwn, livesIn, removeDeadSigns } from '../files/process-life';
import { writerOfShown } from '../files/shown-file';
import { parseKeptName } from './kept-name';
import { BLOCKS_ENDING, isBeingWritten } from './kept-prediction';

/**
 * Removes what was used longest ago until the store is within its limit. What a window shows, what a running detection
 * writes, and `own` stay.
 */
export async function limitStore(store: KeptStore, own?: string): Promise<void> {
  const { folder } = store;
  const names = await readdir(folder).catch(() => [] as string[]);
  const shown = await shownAnywhere(folder, names);
  removeDeadSigns(folder, names);
  await removeOldest(
    store,
    names.filter(isStored),
    (name) => path.join(folder, name) === own || shown.has(name) || isBeingWritten(folder, name),
  );
}

/** Removes files, those used longest ago first, until the rest is within the store's limit. */
export async function removeOldest(
  { folder, limit_bytes }: KeptStore,
  names: readonly string[],
  stays: (name: string) => boolean | Promise<boolean>,
): Promise<void> {
  const stored = await Promise.all(names.map((name) => facts(folder, name)));
  const found = stored.filter((file) => file !== undefined).sort((a, b) => a.used_ms - b.used_ms);
  let total = found.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { file, name, bytes } of found) {
    if (total <= limit_bytes) return;
    if (await stays(name)) continue;
    await rm(file, { force: true }).catch(() => {});
    total -= bytes;
  }
}

function isStored(name: string): boolean {
  return parseKeptName(name) !== undefined || name.endsWith(BLOCKS_ENDING);
}

async function facts(folder: string, name: string) {
  const file = path.join(folder, name);
  const at = await stat(file).catch(() => undefined);
  return at && { file, name, bytes: at.size, used_ms: Math.max(at.atimeMs, at.mtimeMs) };
}

/** Names shown in any window, on this machine or another that shares the folder; entries of killed windows are removed. */
async function shownAnywhere(folder: string, names: readonly string[]): Promise<Set<string>> {
  const shown = new Set<string>();
  for (const name of names) {
    const writer = writerOfShown(name);
    if (!writer) continue;
    const file = path.join(folder, name);
    if (isOwn(writer) || livesIn(folder, writer, file)) {
      const said = jsonValue(await readFile(file, 'utf8').catch(() => ''));
      if (Array.isArray(said)) for (const one of said) shown.add(String(one));
    } else await rm(file, { force: true }).catch(() => {});
  }
  return shown;
}
