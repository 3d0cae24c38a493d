import { readFile, rm, writeFile } from 'node:fs/promises';
import { writeWhole } from '../files/atomic';
import type { Fit, FitState } from './fit';

/** A training as it stood after an epoch. */
export interface Checkpoint {
  /** Folds that are done. */
  finished: Fit[];
  /** The fold under way. */
  state: FitState;
}

/**
 * Writes a checkpoint whole, replacing the one before.
 *
 * @param key names the data and settings: only a training of the same goes on from here
 */
export async function writeCheckpoint(file: string, key: string, checkpoint: Checkpoint): Promise<void> {
  const content = packed({ ...checkpoint, key });
  await writeWhole(file, { overwrite: true }, (temporary) => writeFile(temporary, content));
}

/** The checkpoint of a training with this key; undefined where there is none, or it is another training's. */
export async function readCheckpoint(file: string, key: string): Promise<Checkpoint | undefined> {
  const content = await readFile(file).catch(() => undefined);
  const stored = content && (unpacked(content) as (Checkpoint & { key: string }) | undefined);
  return stored?.key === key ? stored : undefined;
}

/** One that cannot be removed harms nobody: the model is there. */
export async function removeCheckpoint(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => {});
}

/** Marks an array's place in the JSON. */
const PLACE = '$float32';

/**
 * Plain objects, lists, texts, finite numbers and float32 arrays as bytes: a line of JSON in which each array
 * stands as its length, then the arrays. For files that we alone read, soon after; numbers come back bit by bit.
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

/** The reverse of {@link packed}; undefined where the bytes are not whole. */
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
