import path from 'node:path';
import { ownIdentity } from './process-identity';
import { WRITER_TAG, type Writer, writerIn } from './process-life';

const SHOWN_NAME = new RegExp(`^shown-${WRITER_TAG}\\.json$`);

/** The file in which the window of a process says what it shows of a store: a JSON array of names in the store. */
export function shownFile(folder: string, { machine, pid }: Writer = ownIdentity()): string {
  return path.join(folder, `shown-${machine}-${pid}.json`);
}

/** The process whose window wrote a file of this name; undefined for other files. */
export function writerOfShown(name: string): Writer | undefined {
  return writerIn(SHOWN_NAME.exec(name));
}
