import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { isObject, jsonValue } from './fields';
import { fileStampNow } from './file-stamp';
import { identityFrom, isLiving, ownIdentity, type ProcessIdentity } from './process-identity';
import { isTemporary } from './temporary';

/** A finished temporary file and the name that it gets. */
export interface Naming {
  temporary: string;
  target: string;
}

const NAME = /^\.miniml-[0-9a-f]{12}\.commit$/;

/** Records of this process. */
const own = new Set<string>();

/**
 * Names several files as one: what is to be named is noted in each of their folders before, so that after a kill in
 * between, the next process that writes there names the others.
 *
 * @param giveNames names all, or throws and undoes what it has named
 */
export function commit(namings: readonly Naming[], giveNames: () => void): void {
  const before = namings.map(({ target }) => fileStampNow(target) ?? null);
  const text = JSON.stringify({ ...ownIdentity(), namings, before });
  const name = `.miniml-${randomBytes(6).toString('hex')}.commit`;
  const folders = new Set(namings.map(({ target }) => path.dirname(target)));
  const records = [...folders].map((folder) => path.join(folder, name));
  try {
    for (const record of records) {
      own.add(record);
      note(record, text);
    }
    giveNames();
  } finally {
    for (const record of records) {
      rmSync(record, { force: true });
      own.delete(record);
    }
  }
}

/**
 * Names what ended processes were about to name in a folder. Must come before their temporary files are removed.
 *
 * @param names of the files in it
 */
export function finishCommits(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const record = path.join(folder, name);
    if (!NAME.test(name) || own.has(record)) continue;
    const noted = recordIn(record);
    // One that is being written, or of a machine that cannot be seen from here.
    if (!noted || isLiving(noted.process) !== false) continue;
    try {
      for (const [i, naming] of noted.namings.entries()) finish(folder, naming, noted.before[i] ?? null);
      rmSync(record, { force: true });
    } catch {
      // Tried again with the next file that is written here.
    }
  }
}

/** Each folder's record is for its own files. A file that somebody has written since is newer than ours. */
function finish(folder: string, { temporary, target }: Naming, before: string | null): void {
  if ([temporary, target].some((file) => path.dirname(file) !== folder)) return;
  if (!isTemporary(temporary) || !statSync(temporary, { throwIfNoEntry: false })) return;
  if ((fileStampNow(target) ?? null) === before) renameSync(temporary, target);
}

function note(record: string, text: string): void {
  const handle = openSync(record, 'wx');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

interface Noted {
  process: ProcessIdentity;
  namings: Naming[];
  before: (string | null)[];
}

/** Undefined while it is incomplete: nothing has been named then. */
function recordIn(record: string): Noted | undefined {
  let noted: unknown;
  try {
    noted = jsonValue(readFileSync(record, 'utf8'));
  } catch {
    return undefined;
  }
  if (!isObject(noted)) return undefined;
  const { namings, before } = noted;
  const process = identityFrom(noted);
  if (!process || !Array.isArray(namings) || !Array.isArray(before)) return undefined;
  const areNames = namings.every(
    (one) => isObject(one) && typeof one['temporary'] === 'string' && typeof one['target'] === 'string',
  );
  return areNames ? { process, namings, before } : undefined;
}
