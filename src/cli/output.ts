import type { Writable } from 'node:stream';
import { UserError } from '../common/errors';
import { jsonPieces } from './json';

/** Characters gathered before they are handed to the stream. */
const block = 1 << 16;

/** Writes one JSON document and a line end, waiting whenever the reader is slower. */
export function writeJson(stream: Writable, document: unknown): Promise<void> {
  return writePieces(stream, jsonPieces(document));
}

/**
 * Writes text piece by piece and resolves when all of it has left. A reader that closes its end early, as
 * `head` does, has what it wants: the rest is dropped.
 */
export async function writePieces(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let gathered = '';
  for (const piece of pieces) {
    gathered += piece;
    if (gathered.length < block) continue;
    if (!(await written(stream, gathered))) return;
    gathered = '';
  }
  await written(stream, `${gathered}\n`);
}

/** False when the reader is gone. */
function written(stream: Writable, text: string): Promise<boolean> {
  return new Promise((resolve) => stream.write(text, (error) => resolve(!error)));
}

/**
 * Keeps a reader that went away from ending the process while it still has work to do; anything else that keeps
 * the output from being written, as a full disk, ends it with a sentence.
 */
export function tolerateClosedReaders(...streams: readonly Writable[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw new UserError(`The output cannot be written: ${error.message}.`);
    });
}
