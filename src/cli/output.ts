import type { Writable } from 'node:stream';
import { UserError } from '../common/errors';
import { jsonPieces } from './json';

/** Characters gathered before they are handed to the stream. */
const BLOCK = 1 << 16;

/** Writes one JSON document and a line end, waiting whenever the reader is slower. */
export function writeJson(stream: Writable, document: unknown): Promise<void> {
  return writePieces(stream, jsonPieces(document));
}

/**
 * Writes text piece by piece and resolves when all of it has been written. If the reader closes the pipe early, as
 * `head` does, the rest is dropped.
 */
export async function writePieces(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    if (gathered.length < BLOCK) continue;
    if (!(await written(stream, gathered))) return;
    gathered = '';
  }
  await written(stream, `${gathered}\n`);
}

/** False once the reader has closed the pipe. */
function written(stream: Writable, text: string): Promise<boolean> {
  return new Promise((resolve) => stream.write(text, (error) => resolve(!error)));
}

/**
 * Keeps a closed pipe from ending the process while it still has work to do. Any other write error, such as a full
 * disk, ends it with a sentence.
 */
export function tolerateClosedReaders(...streams: readonly Writable[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw new UserError(`The output cannot be written: ${error.message}.`);
    });
}
