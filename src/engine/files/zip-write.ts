import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { UserError } from '../../common/errors';
import { type Task, throwIfCancelled } from '../../common/task';

/** An entry of an archive: pieces of text, or a file's content, packed or as it is. */
export type ZipPart = { name: string } & ({ texts: Iterable<string> } | { file: string; pack: boolean });

const BLOCK_BYTES = 2 ** 20;

/** Larger archives need Zip64, which {@link import('./zip').extractZip} does not read. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;

/** The earliest there is: a time of the archive's own would make each archive another file. */
const DATE = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true };

/**
 * Writes a zip archive a block at a time. The same parts give the same bytes.
 *
 * @throws UserError when its files would make it too large
 * @throws CancelledError, or errors of reading a part or of writing
 */
export async function writeZip(target: string, parts: Iterable<ZipPart>, task: Task): Promise<void> {
  let size = 0;
  const archive = new ZipFile();
  const output = archive.outputStream as Readable;
  for (const part of parts) {
    if ('file' in part) size += (await stat(part.file)).size;
    if (size > MOST_BYTES)
      throw new UserError('The archive would be larger than 4 GB. Leave the recordings out.');
    const compress = 'texts' in part || part.pack;
    archive.addReadStreamLazy(part.name, { ...DATE, compress }, (answer) => {
      const content = contentOf(part, task);
      content.on('error', (thrown) => output.destroy(thrown));
      answer(null, content);
    });
  }
  archive.end();
  await pipeline(output, createWriteStream(target));
}

function contentOf(part: ZipPart, task: Task): Readable {
  return Readable.from('texts' in part ? bytesOf(part.texts, task) : blocksOf(part.name, part.file, task));
}

async function* blocksOf(name: string, file: string, task: Task): AsyncGenerator<Buffer> {
  const total = (await stat(file)).size;
  let done = 0;
  for await (const block of createReadStream(file, { highWaterMark: BLOCK_BYTES })) {
    throwIfCancelled(task);
    done += block.length;
    task.report({ phase: `packing ${name}`, done, total, unit: 'bytes' });
    yield block;
  }
}

/** Pieces of text joined into blocks. */
function* bytesOf(texts: Iterable<string>, task: Task): Generator<Buffer> {
  let text = '';
  for (const piece of texts) {
    throwIfCancelled(task);
    text += piece;
    if (text.length < 2 ** 18) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
