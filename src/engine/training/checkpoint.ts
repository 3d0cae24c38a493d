import { readFile, rm, writeFile } from 'node:fs/promises';
import { writeWhole } from '../files/atomic';
import type { Fit, FitState } from './fit';

/** State of a training after an epoch. */
export interface Checkpoint {
  /** Completed folds. */
  finished: Fit[];
  /** State of the present fold. */
  state: FitState;
}

/**
 * Writes a checkpoint atomically, replacing the previous one.
 *
 * @param key identifies data and settings: only a training with the same key resumes from it
 */
export async function writeCheckpoint(file: string, key: string, checkpoint: Checkpoint): Promise<void> {
  const content = packed({ ...checkpoint, key });
  await writeWhole(file, { overwrite: true }, (temporary) => writeFile(temporary, content));
}

/** The checkpoint of a training with this key; undefined if there is none, or it belongs to another training. */
export async function readCheckpoint(file: string, key: string): Promise<Checkpoint | undefined> {
  const content = await readFile(file).catch(() => undefined);
  const stored = content && (unpacked(content) as (Checkpoint & { key: string }) | undefined);
  return stored?.key === key ? stored : undefined;
}

/** A checkpoint that cannot be removed is harmless: the model exists. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}

/** Placeholder of an array in the JSON. */
const PLACE = '$float32';

/**
 * Serialises plain objects, lists, texts, finite numbers and float32 arrays: a line of JSON with the length of each
 * array in its place, then the arrays. For files that only we read; numbers are restored exactly.
 */
export function packed(value: unknown): Buffer {
  const arrays: Float32Array[] = [];
  const header = JSON.stringify(value, (_, inner: unknown) => {
    if (!(inner instanceof Float32Array)) return inner;
    arrays.push(inner);
    return { [PLACE]: inner.length };
  });
  const line = Buffer.from(`${header}\n`);
  return Buffer.concat([line, ...arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))]);
}

/** Inverse of {@link packed}; undefined if the bytes are incomplete. */
export function unpacked(content: Buffer): unknown {
  let at = content.indexOf('\n') + 1;
  if (at === 0) return undefined;
  try {
    const value: unknown = JSON.parse(content.toString('utf8', 0, at), (_, inner: unknown) => {
      const length = placeLength(inner);
      if (length === undefined) return inner;
      const bytes = content.subarray(at, at + 4 * length);
      if (bytes.length !== 4 * length) throw new RangeError('cut short');
      at += 4 * length;
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    });
    return at === content.length ? value : undefined;
  } catch {
    return undefined;
  }
}

function placeLength(value: unknown): number | undefined {
  const length =
    value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[PLACE] : undefined;
  return Number.isSafeInteger(length) && (length as number) >= 0 ? (length as number) : undefined;
}
