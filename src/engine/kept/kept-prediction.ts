import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isOwn, livesIn, ownTag, showLife, WRITER_TAG, type Writer, writerIn } from '../files/process-life';
import type { PredictionMemory } from '../prediction/predict-trace';

/** A prediction that is written to the disk block by block, so that a killed detection can be resumed. */
export interface KeptPrediction extends PredictionMemory {
  /** Stops writing; the file stays for the next attempt. */
  close(): Promise<void>;
  /** The file is not needed any more. */
  remove(): Promise<void>;
}

export const BLOCKS_ENDING = '.blocks';

/** Per block: magic, first window, number of windows, and the beginning of the SHA-256 of what follows. */
const HEAD_BYTES = 16;
const MAGIC = 0x6b4c424d;

const BLOCKS_NAME = new RegExp(`^[0-9a-f]{32}-${WRITER_TAG}-[0-9a-f]{8}\\.blocks$`);

/** The process that writes blocks, from their name; undefined for other files. */
function writerOfBlocks(name: string): Writer | undefined {
  return writerIn(BLOCKS_NAME.exec(name));
}

/**
 * Blocks of probabilities that earlier attempts at the same prediction left in a folder, and a file for the coming
 * ones. A block that a kill cut short is passed over.
 *
 * @param key the same for the same windows of the same trace by the same model on the same device
 */
export async function keptPrediction(folder: string, key: string): Promise<KeptPrediction> {
  await mkdir(folder, { recursive: true });
  const start = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const file = path.join(folder, nameOf(start));
  writing.add(path.basename(file));
  const stopShowing = showLife(folder);
  const blocks = await takeOver(folder, start, file);
  const known = new Map(blocks.map((block) => [block.from, block.values]));
  const handle = await open(file, 'a');
  let written: Promise<unknown> = Promise.resolve();
  let closed = false;
  let restored = 0;
  const close = async () => {
    if (closed) return;
    closed = true;
    await written;
    await handle.close();
    writing.delete(path.basename(file));
    stopShowing();
  };
  return {
    get restored() {
      return restored;
    },
    restore(from, count) {
      const values = known.get(from);
      if (values?.length !== count) return undefined;
      restored += count;
      return values;
    },
    keep(from, values) {
      // With a full disk only the ability to resume is lost.
      if (!closed) written = written.then(() => handle.write(blockBytes(from, values))).catch(() => {});
    },
    close,
    async remove() {
      await close();
      await rm(file, { force: true });
    },
  };
}

function nameOf(start: string): string {
  return `${start}-${ownTag()}-${randomBytes(4).toString('hex')}${BLOCKS_ENDING}`;
}

/** Names that this process writes to. */
const writing = new Set<string>();

/** Whether the process that writes these blocks still lives, on this machine or another that shares the folder. */
export function isBeingWritten(folder: string, name: string): boolean {
  const writer = writerOfBlocks(name);
  if (!writer) return false;
  return isOwn(writer) ? writing.has(name) : livesIn(folder, writer, path.join(folder, name));
}

/** Takes over the file of an ended process as the start of ours; renaming decides between two processes. */
async function takeOver(folder: string, start: string, file: string): Promise<Block[]> {
  const found: Block[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start) || isBeingWritten(folder, name)) continue;
    try {
      await rename(path.join(folder, name), file);
    } catch {
      continue;
    }
    found.push(...blocksIn(await readFile(file)));
    await rm(file, { force: true });
  }
  if (found.length > 0) {
    const handle = await open(file, 'w');
    for (const { from, values } of found) await handle.write(blockBytes(from, values));
    await handle.close();
  }
  return found;
}

interface Block {
  from: number;
  values: Float32Array;
}

function blockBytes(from: number, values: Float32Array): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES + 4 * values.length);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(from, 4);
  bytes.writeUInt32LE(values.length, 8);
  values.forEach((value, i) => {
    bytes.writeFloatLE(value, HEAD_BYTES + 4 * i);
  });
  bytes.writeUInt32LE(checkOf(bytes.subarray(4, 12), bytes.subarray(HEAD_BYTES)), 12);
  return bytes;
}

function blocksIn(bytes: Buffer): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at + HEAD_BYTES <= bytes.length && bytes.readUInt32LE(at) === MAGIC; ) {
    const count = bytes.readUInt32LE(at + 8);
    const end = at + HEAD_BYTES + 4 * count;
    if (end > bytes.length) break;
    const content = bytes.subarray(at + HEAD_BYTES, end);
    if (bytes.readUInt32LE(at + 12) !== checkOf(bytes.subarray(at + 4, at + 12), content)) break;
    const values = Float32Array.from({ length: count }, (_, i) => content.readFloatLE(4 * i));
    blocks.push({ from: bytes.readUInt32LE(at + 4), values });
    at = end;
  }
  return blocks;
}

function checkOf(...parts: Buffer[]): number {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest().readUInt32LE(0);
}
