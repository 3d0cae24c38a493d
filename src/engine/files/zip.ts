import { createReadStream, createWriteStream } from 'node:fs';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw, inflateRawSync } from 'node:zlib';
import { UserError } from '../../common/errors';
import { Budget } from './budget';
import { type ByteSource, openBytes } from './bytes';
import { fieldsOf } from './fields';

/** An entry of a zip archive as its directory describes it. */
interface Entry {
  name: string;
  method: number;
  packedBytes: number;
  bytes: number;
  at: number;
}

const DIRECTORY_END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const MOST_ENTRIES = 10_000;
const LEAST_BYTES = 16 * 1024 ** 2;

/**
 * Unpacks those entries of a zip archive that are among `names`. Neither false sizes nor overlapping entries can make
 * the result larger than the file can contain. PKWARE, APPNOTE 6.3.10; entries of 4 GB and more are not supported.
 *
 * @throws UserError when the archive is damaged
 */
export function readZip(file: string, names: readonly string[]): Map<string, Uint8Array> {
  const source = openBytes(file);
  try {
    const budget = new Budget(file, source.size, LEAST_BYTES);
    const wanted = directoryOf(source).filter(({ name }) => names.includes(name));
    requireApart(file, wanted);
    return new Map(wanted.map((entry) => [entry.name, unpacked(source, entry, budget)]));
  } finally {
    source.close();
  }
}

/** Names and sizes of the entries of a zip archive. @throws UserError when its directory is damaged */
export function zipEntries(file: string): { name: string; bytes: number }[] {
  const source = openBytes(file);
  try {
    return directoryOf(source).map(({ name, bytes }) => ({ name, bytes }));
  } finally {
    source.close();
  }
}

/**
 * Unpacks one entry of a zip archive into a file, a block at a time.
 *
 * @throws UserError when there is no such entry, or it is damaged
 */
export async function extractZip(file: string, name: string, target: string): Promise<void> {
  const source = openBytes(file);
  let entry: Entry | undefined;
  let start = 0;
  try {
    entry = directoryOf(source).find((one) => one.name === name);
    if (!entry) throw new UserError(`${file} is damaged: its ${name} is missing.`);
    start = contentStart(source, entry);
  } finally {
    source.close();
  }
  const { packedBytes, bytes, method } = entry;
  const damaged = () =>
    new UserError(`${file} is damaged: its ${name} does not have the size that its directory gives.`);
  let written = 0;
  const counted = new Transform({
    transform(block: Buffer, _encoding, done) {
      written += block.length;
      done(written > bytes ? damaged() : null, block);
    },
  });
  const packed =
    packedBytes === 0 ? Readable.from([]) : createReadStream(file, { start, end: start + packedBytes - 1 });
  const unpacking = method === DEFLATED ? createInflateRaw() : new PassThrough();
  await pipeline(packed, unpacking, counted, createWriteStream(target)).catch((thrown: Error) => {
    throw /^Z_/.test((thrown as NodeJS.ErrnoException).code ?? '') ? damaged() : thrown;
  });
  if (written !== bytes) throw damaged();
}

function directoryOf(source: ByteSource): Entry[] {
  const length = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const end = fieldsOf(source.read(source.size - length, length, 'directory'));
  let at = length - END_BYTES;
  while (at >= 0 && end.uint32(at) !== DIRECTORY_END) at--;
  if (at < 0)
    throw new UserError(
      `${source.path} is cut short: its directory is missing. Copy it again from its source.`,
    );
  const directory = fieldsOf(source.read(end.uint32(at + 16), end.uint32(at + 12), 'directory'));
  const entries: Entry[] = [];
  for (let next = 0; next < directory.length && entries.length < MOST_ENTRIES; ) {
    if (directory.uint32(next) !== DIRECTORY_ENTRY) break;
    const nameBytes = directory.uint16(next + 28);
    entries.push({
      name: directory.text(next + 46, nameBytes),
      method: directory.uint16(next + 10),
      packedBytes: directory.uint32(next + 20),
      bytes: directory.uint32(next + 24),
      at: directory.uint32(next + 42),
    });
    next += 46 + nameBytes + directory.uint16(next + 30) + directory.uint16(next + 32);
  }
  return entries;
}

function requireApart(file: string, entries: readonly Entry[]): void {
  const inOrder = [...entries].sort((a, b) => a.at - b.at);
  for (const [i, { name, at, packedBytes }] of inOrder.entries()) {
    const next = inOrder.at(i + 1);
    if (i + 1 < inOrder.length && next && at + packedBytes > next.at)
      throw new UserError(`${file} is damaged: its ${name} and ${next.name} overlap.`);
  }
}

/** Where the packed bytes of an entry start. @throws UserError when they do not lie in the file */
function contentStart(source: ByteSource, { name, method, packedBytes, at }: Entry): number {
  const damaged = (why: string) => new UserError(`${source.path} is damaged: its ${name} ${why}.`);
  const local = fieldsOf(source.read(at, 30, name));
  if (local.uint32(0) !== LOCAL_HEADER) throw damaged('is not where its directory puts it');
  const start = at + 30 + local.uint16(26) + local.uint16(28);
  if (start + packedBytes > source.size) throw damaged('is cut short');
  if (method !== 0 && method !== DEFLATED) throw damaged('uses a compression that is not supported');
  return start;
}

function unpacked(source: ByteSource, entry: Entry, budget: Budget): Uint8Array {
  const { name, method, packedBytes, bytes } = entry;
  const damaged = (why: string) => new UserError(`${source.path} is damaged: its ${name} ${why}.`);
  const start = contentStart(source, entry);
  budget.take(bytes);
  const packed = new Uint8Array(packedBytes);
  source.readInto(packed, start, name);
  if (method === 0 && bytes === packedBytes) return packed;
  if (method === 0) throw damaged('does not have the size that its directory gives');
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(bytes, 1) });
    if (content.length === bytes) return content;
  } catch {
    // Reported below: zlib's own message does not help.
  }
  throw damaged('does not have the size that its directory gives');
}

const DEFLATED = 8;
