import { createWriteStream } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '../../common/errors';

/*
 * Reader of the tar archives that npm and TensorFlow are published as: POSIX ustar, gzip-compressed. It is used on archives
 * whose hash is known, and writes nothing outside the target folder all the same.
 */

const BLOCK_BYTES = 512;
const LARGEST_BYTES = 8e9;

interface Entry {
  /** Path with forward slashes. */
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  bytes: number;
  target: string;
  executable: boolean;
}

/**
 * Unpacks a compressed archive into a folder.
 *
 * @param strip leading folders of each name to leave out
 * @throws UserError when it is no archive, or an entry would lie outside the folder
 */
export async function untar(archive: Readable, folder: string, strip: number): Promise<void> {
  const bytes = new Bytes(archive.pipe(createGunzip()));
  archive.on('error', (error) => bytes.fail(error));
  let total = 0;
  for (;;) {
    const header = await bytes.take(BLOCK_BYTES);
    if (header === undefined || header.every((byte) => byte === 0)) return;
    const entry = entryOf(header);
    total += entry.bytes;
    if (total > LARGEST_BYTES) throw damaged();
    const name = entry.name
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .slice(strip);
    const padding = (BLOCK_BYTES - (entry.bytes % BLOCK_BYTES)) % BLOCK_BYTES;
    await unpack(entry, name, folder, bytes);
    await bytes.take(padding);
  }
}

async function unpack(entry: Entry, name: readonly string[], folder: string, bytes: Bytes): Promise<void> {
  if (name.length === 0 || entry.kind === 'other') {
    await bytes.skip(entry.bytes);
    return;
  }
  if (name.some(leadsAstray)) throw damaged();
  const file = path.join(folder, ...name);
  await mkdir(entry.kind === 'folder' ? file : path.dirname(file), { recursive: true });
  if (entry.kind === 'file') {
    await bytes.writeTo(file, entry.bytes);
    if (entry.executable) await chmod(file, 0o755);
  } else if (entry.kind === 'link') {
    // Of a library to the file with its version, in the same folder.
    if (entry.target.includes('/') || leadsAstray(entry.target)) throw damaged();
    await symlink(entry.target, file);
  }
}

function leadsAstray(part: string): boolean {
  return part === '..' || part === '' || /[\\:\0]/.test(part);
}

function entryOf(header: Buffer): Entry {
  const text = (from: number, to: number) => header.toString('utf8', from, to).split('\0', 1)[0];
  const octal = (from: number, to: number) => Number.parseInt(text(from, to).trim() || '0', 8);
  const sum = header.reduce((before, byte, i) => before + (i >= 148 && i < 156 ? 32 : byte), 0);
  const bytes = octal(124, 136);
  if (octal(148, 156) !== sum || !Number.isSafeInteger(bytes)) throw damaged();
  const prefix = text(257, 262) === 'ustar' ? text(345, 500) : '';
  const type = text(156, 157);
  const kind =
    type === '' || type === '0' ? 'file' : type === '5' ? 'folder' : type === '2' ? 'link' : 'other';
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    kind,
    bytes: kind === 'file' || kind === 'other' ? bytes : 0,
    target: text(157, 257),
    executable: (octal(100, 108) & 0o100) !== 0,
  };
}

function damaged(): UserError {
  return new UserError('the downloaded archive is damaged');
}

/** Takes exact numbers of bytes from a stream. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #stream: Readable;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#stream = stream;
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  fail(error: Error): void {
    this.#stream.destroy(error);
  }

  /** Undefined at the end. @throws UserError when the archive ends early */
  async take(count: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    for (let missing = count; missing > 0; ) {
      const part = await this.#some(missing);
      if (part === undefined) {
        if (parts.length === 0) return undefined;
        throw damaged();
      }
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for (let missing = count; missing > 0; ) missing -= (await this.#required(missing)).length;
  }

  async writeTo(file: string, count: number): Promise<void> {
    const out = createWriteStream(file, { flags: 'wx' });
    const done = finished(out);
    // It is awaited below; a failure in between is kept until then.
    done.catch(() => {});
    for (let missing = count; missing > 0; ) {
      const part = await this.#required(missing);
      missing -= part.length;
      if (!out.write(part))
        await Promise.race([new Promise<void>((resolve) => out.once('drain', () => resolve())), done]);
    }
    out.end();
    await done;
  }

  async #required(most: number): Promise<Buffer> {
    const part = await this.#some(most);
    if (part === undefined) throw damaged();
    return part;
  }

  async #some(most: number): Promise<Buffer | undefined> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done) return undefined;
      this.#rest = value;
    }
    const part = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }
}
