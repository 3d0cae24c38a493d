import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeptStore } from '../../common/api/engine/kept';
import { writeWhole } from '../files/atomic';
import { removeOldest } from './limit-store';

/** Magic, then the first bytes of the SHA-256 of what follows: minima and maxima in single precision, little-endian. */
const MAGIC = Buffer.from('miniMLo1', 'latin1');
const CHECK_BYTES = 16;
const HEAD_BYTES = MAGIC.length + CHECK_BYTES;
const ENDING = '.overview';

/**
 * Keeps the lowest level of a pyramid, so that the next opening of a long recording shows all of it at once. Beyond the
 * limit of the store those used longest ago are removed.
 *
 * @param key the same for the same samples of the same file only
 * @throws UserError when it cannot be written
 */
export async function keepOverview(store: KeptStore, key: string, buckets: Float32Array): Promise<void> {
  const content = bytesOf(buckets);
  if (content.length > store.limit_bytes) return;
  const file = fileOf(store, key);
  if ((await stat(file).catch(() => undefined)) === undefined)
    await writeWhole(file, { overwrite: false }, (temporary) =>
      writeFile(temporary, Buffer.concat([MAGIC, checkOf(content), content])),
    );
  const names = (await readdir(store.folder)).filter((name) => name.endsWith(ENDING));
  await removeOldest(store, names, (name) => name === path.basename(file));
}

/** The buckets kept under a key, `count` numbers; undefined where there are none. A damaged file is removed. */
export async function keptOverview(
  store: KeptStore,
  key: string,
  count: number,
): Promise<Float32Array | undefined> {
  const file = fileOf(store, key);
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) return undefined;
  const content = bytes.subarray(HEAD_BYTES);
  const whole =
    content.length === 4 * count &&
    bytes.subarray(0, MAGIC.length).equals(MAGIC) &&
    bytes.subarray(MAGIC.length, HEAD_BYTES).equals(checkOf(content));
  if (!whole) {
    await rm(file, { force: true }).catch(() => {});
    return undefined;
  }
  const now = new Date();
  await utimes(file, now, now).catch(() => {});
  return new Float32Array(Uint8Array.prototype.slice.call(content).buffer);
}

function fileOf({ folder }: KeptStore, key: string): string {
  return path.join(folder, createHash('sha256').update(key).digest('hex').slice(0, 32) + ENDING);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function checkOf(content: Uint8Array): Buffer {
  return createHash('sha256').update(content).digest().subarray(0, CHECK_BYTES);
}
