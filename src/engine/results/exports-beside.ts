import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SavedExports } from '../../common/api/engine/results';
import type { Detection } from '../../common/events/detection';
import type { WholeFile } from '../files/atomic';
import { type Export, exportsOf, filesOf, writerOf } from './write';

const FORMATS = ['csv', 'table', 'xlsx'] as const;

/** SHA-256 of the exports that this process wrote, by path: an export may be of edits that were saved later. */
export type WrittenExports = Map<string, string>;

export interface ExportsBeside {
  /** What brings the exports up to date that are as they were written. */
  writers: WholeFile<void>[];
  names: SavedExports;
}

/**
 * The exports beside a results file when it is saved. Those that hold what they were exported with are written anew;
 * those that somebody has changed since, or that hold other results, are named.
 *
 * @param file of the results, "cell_results.h5": its exports are "cell_events.csv" and so on
 * @param before as the file was, and what it becomes
 */
export async function exportsBeside(
  file: string,
  before: Detection,
  after: Detection,
  written: WrittenExports,
): Promise<ExportsBeside> {
  const { dir: folder, name } = path.parse(file);
  const stem = name.replace(/_results$/, '');
  const found: ExportsBeside = { writers: [], names: { updated: [], outdated: [] } };
  if (stem === name) return found;
  for (const format of FORMATS) {
    // Making a workbook takes longer than reading one.
    const files = await Promise.all(
      filesOf(format, { folder, stem }).map((one) => readFile(one).catch(() => undefined)),
    );
    if (files.every((bytes) => bytes === undefined)) continue;
    const [old, now] = [before, after].map((detection) => exportsOf(format, detection, { folder, stem }));
    for (const [i, bytes] of files.entries()) {
      if (!bytes || holds(bytes, now[i])) continue;
      const base = path.basename(now[i].file);
      const unchanged = holds(bytes, old[i]) || written.get(now[i].file) === hashOf(bytes);
      if (unchanged) found.writers.push(writerOf(now[i]));
      found.names[unchanged ? 'updated' : 'outdated'].push(base);
    }
  }
  return found;
}

/** Notes what an export holds now. */
export async function noteExports(files: readonly string[], written: WrittenExports): Promise<void> {
  for (const file of files) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes) written.set(file, hashOf(bytes));
  }
}

function holds(bytes: Buffer, { content }: Export): boolean {
  return bytes.equals(typeof content === 'string' ? Buffer.from(content) : content);
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
