import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileKind } from '../../../common/api/engine/file-info';
import { askReader } from '../apart/reading-thread';
import { stateOf } from '../file-state';

/*
 * A damaged file can send libhdf5 into endless loops or exhaust memory, and it cannot be stopped from within its
 * thread. So each file is inspected before its first opening, in the thread that reads recordings: it can be ended, and
 * replaces its instance of the library after a damaged file. The inspection reads the same parts as opening does, never
 * the samples.
 */

/** Result of an inspection of a file that can be opened. */
export interface Verdict {
  /** "suspect": HDF5 found errors in a part of it. */
  found: 'good' | 'suspect';
  /** Unknown for a file that was written here. */
  kind?: FileKind;
}

/** Verdicts on files, keyed by their state. */
const known = new Map<string, Verdict>();
const MOST_KNOWN = 10_000;

let looking: (file: string, stats: Stats) => Promise<Verdict> = (path, stats) =>
  askReader('look', { path, bytes: stats.size, state: stateOf(stats) }) as Promise<Verdict>;

/**
 * Inspects a file before the library in use opens it.
 *
 * @returns whether HDF5 found errors in it, so that its instance must not be trusted afterwards
 * @throws UserError when HDF5 would loop for ever, or use far too much memory
 */
export async function firstLook(file: string, stats: Stats): Promise<Verdict> {
  const before = known.get(stateOf(stats));
  if (before) return before;
  const verdict = await looking(file, stats);
  noteLooked(stateOf(stats), verdict);
  return verdict;
}

/** Must be called in a thread that can be ended itself: files that nobody has inspected are suspect there. */
export function lookNoFurther(): void {
  looking = () => Promise.resolve({ found: 'suspect' });
}

/** Must be called with a file that was just written here: it needs no inspection. */
export async function noteWritten(file: string): Promise<void> {
  const stats = await stat(file).catch(() => undefined);
  if (stats) noteLooked(stateOf(stats), { found: 'good' });
}

/** Must be called with the result of an inspection by another thread. */
export function noteLooked(state: string, verdict: Verdict): void {
  known.set(state, verdict);
  const [oldest] = known.keys();
  if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
}
