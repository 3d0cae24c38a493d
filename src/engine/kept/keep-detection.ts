import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { KeptStore } from '../../common/api/engine/kept';
import type { Detection } from '../../common/events/detection';
import { WRITTEN_BY } from '../../common/version';
import { untouched } from '../results/results-file';
import { writeResultsH5 } from '../results/write-h5';
import { type KeptName, keptName, nameOf, parseKeptName, type RecordingStamp } from './kept-name';
import { limitStore } from './limit-store';

/**
 * Keeps the detection of a trace in place of the one before, as a results file with its prediction.
 * Returns its path; another window may have replaced it since.
 *
 * @param stamp of the recording, from before it was read
 * @throws UserError when it cannot be written
 */
export async function keepDetection(
  store: KeptStore,
  detection: Detection,
  stamp: RecordingStamp,
): Promise<string> {
  const name = nameOf(detection, stamp);
  const file = path.join(store.folder, keptName(name));
  await writeResultsH5(file, untouched(detection, WRITTEN_BY), { overwrite: false, prediction: true });
  const sameTrace = (await keptFiles(store.folder)).filter(
    (kept) => kept.contentKey === name.contentKey && kept.traceKey === name.traceKey,
  );
  await removeOlder(sameTrace);
  await limitStore(store, file);
  return file;
}

export interface KeptFile extends KeptName {
  file: string;
  size_bytes: number;
  /** When the detection was made, in milliseconds since 1970. */
  written_ms: number;
  /** When it was shown last. */
  used_ms: number;
}

/** Detections in a folder, the newest first. */
export async function keptFiles(folder: string): Promise<KeptFile[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const found = await Promise.all(
    names.map(async (name) => {
      const said = parseKeptName(name);
      if (!said) return undefined;
      const file = path.join(folder, name);
      // Another window may have replaced it just now.
      const at = await stat(file).catch(() => undefined);
      return at && { ...said, file, size_bytes: at.size, written_ms: at.mtimeMs, used_ms: at.atimeMs };
    }),
  );
  return found.filter((kept) => kept !== undefined).sort(newestFirst);
}

/**
 * Two windows may keep detections of the same trace at once, and the one that was written first may appear last. Both
 * order them alike and remove all but the newest that they see, their own too, so that the newest is left.
 */
async function removeOlder(sameTrace: readonly KeptFile[]): Promise<void> {
  for (const { file } of sameTrace.slice(1)) await rm(file, { force: true }).catch(() => {});
}

function newestFirst(a: KeptFile, b: KeptFile): number {
  return b.written_ms - a.written_ms || (a.file < b.file ? 1 : -1);
}
