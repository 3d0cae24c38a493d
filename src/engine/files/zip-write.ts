import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import { UserError } from '../../common/errors';
import { type Task, throwIfCancelled } from '../../common/task';
import { crc32 } from './crc32';

/** An entry of an archive: pieces of text, or a file's content, packed or as it is. */
export type ZipPart = { name: string } & ({ texts: Iterable<string> } | { file: string; pack: boolean });

/** Offsets of an archive without Zip64 have 32 bits. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;
const BLOCK_BYTES = 2 ** 20;

/** Sizes and checksum follow the content (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 20;
/** 1 January 1980, the earliest there is: a time of the archive's own would make each archive another file. */
const DATE = 0x21;

interface Written {
  name: Buffer;
  method: number;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

/**
 * Writes a zip archive (PKWARE, APPNOTE 6.3.10) a block at a time. The same parts give the same bytes.
 *
 * @throws UserError when it would be too large, or a file cannot be read
 * @throws CancelledError
 */
export async function writeZip(target: string, parts: Iterable<ZipPart>, task: Task): Promise<void> {
  const handle = await open(target, 'w');
  try {
    const written: Written[] = [];
    let at = 0;
    for (const part of parts) {
      const entry = await writeEntry(handle, part, at, task);
      written.push(entry);
      at += 30 + entry.name.length + entry.packed + 16;
    }
    const directory = Buffer.concat(written.map(directoryEntry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(written.length, 8);
    end.writeUInt16LE(written.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(at, 16);
    await handle.appendFile(Buffer.concat([directory, end]));
  } finally {
    await handle.close();
  }
}

async function writeEntry(handle: FileHandle, part: ZipPart, at: number, task: Task): Promise<Written> {
  const pack = 'texts' in part || part.pack;
  const entry = {
    name: Buffer.from(part.name),
    method: pack ? DEFLATED : 0,
    ...{ crc: 0, packed: 0, size: 0, at },
  };
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  commonFields(entry).copy(header, 4);
  header.writeUInt16LE(entry.name.length, 26);
  await handle.appendFile(Buffer.concat([header, entry.name]));

  const total = 'file' in part ? (await stat(part.file)).size : 0;
  const counted = async function* (blocks: AsyncIterable<Buffer>) {
    for await (const block of blocks) {
      throwIfCancelled(task);
      entry.crc = crc32(block, entry.crc);
      entry.size += block.length;
      if (total > 0) task.report({ phase: `packing ${part.name}`, done: entry.size, total, unit: 'bytes' });
      yield block;
    }
  };
  const write = async (blocks: AsyncIterable<Buffer>) => {
    for await (const block of blocks) {
      entry.packed += block.length;
      if (at + entry.packed > MOST_BYTES || entry.size > MOST_BYTES)
        throw new UserError('The archive would be larger than 4 GB. Leave the recordings out.');
      await handle.appendFile(block);
    }
  };
  const source =
    'texts' in part
      ? Readable.from(bytesOf(part.texts))
      : createReadStream(part.file, { highWaterMark: BLOCK_BYTES });
  if (pack) await pipeline(source, counted, createDeflateRaw(), write);
  else await pipeline(source, counted, write);
  const descriptor = Buffer.alloc(16);
  descriptor.writeUInt32LE(0x08074b50, 0);
  sizeFields(entry).copy(descriptor, 4);
  await handle.appendFile(descriptor);
  return entry;
}

/** Pieces of text joined into blocks. */
function* bytesOf(texts: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const piece of texts) {
    text += piece;
    if (text.length < 2 ** 18) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** What the header before the content and the directory share: version, flags, method, time and date. */
function commonFields({ method }: Pick<Written, 'method'>): Buffer {
  const fields = Buffer.alloc(10);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(FLAGS, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(DATE, 8);
  return fields;
}

function sizeFields({ crc, packed, size }: Written): Buffer {
  const fields = Buffer.alloc(12);
  fields.writeUInt32LE(crc, 0);
  fields.writeUInt32LE(packed, 4);
  fields.writeUInt32LE(size, 8);
  return fields;
}

function directoryEntry(entry: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  commonFields(entry).copy(header, 6);
  sizeFields(entry).copy(header, 16);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt32LE(entry.at, 42);
  return Buffer.concat([header, entry.name]);
}
