import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonValue } from '../../engine/files/fields';
import { isRunning } from '../../engine/files/is-running';
import {
  identityFrom,
  isLiving,
  ownIdentity,
  type ProcessIdentity,
  pidExists,
} from '../../engine/files/process-identity';
import { temporaryIn } from '../../engine/files/temporary';

/** A process that writes journals. */
export type Writer = Pick<ProcessIdentity, 'machine' | 'pid'>;

/** Whether a writer has ended: "unknown" for one that cannot be seen from here, but gave a sign of life lately. */
export type Life = 'ended' | 'living' | 'unknown';

const BEAT_MS = 5000;
/** Without a sign of life for so long, a process that cannot be seen from here has ended. */
const SILENT_MS = 20_000;

/** Documents of this process with unsaved edits, by the folder of their journals. */
const showing = new Map<string, { documents: Set<symbol>; timer: NodeJS.Timeout }>();

/** Shows other machines that this process lives, by a file that changes, until the result is called. */
export function showLife(folder: string): () => void {
  const document = Symbol();
  const shown = showing.get(folder) ?? { documents: new Set(), timer: startBeating(folder) };
  showing.set(folder, shown);
  shown.documents.add(document);
  return () => {
    shown.documents.delete(document);
    if (shown.documents.size > 0 || showing.get(folder) !== shown) return;
    showing.delete(folder);
    clearInterval(shown.timer);
    remove(lifeFile(folder, ownIdentity()));
  };
}

function startBeating(folder: string): NodeJS.Timeout {
  let beats = 0;
  const beat = () => {
    try {
      const text = JSON.stringify({ ...ownIdentity(), beats: beats++ });
      writeFileSync(lifeFile(folder, ownIdentity()), text);
    } catch {
      // On a full disk, the journal's own time is the last sign of life.
    }
  };
  beat();
  return setInterval(beat, BEAT_MS).unref();
}

/** Removes the sign of life of a process that has ended. */
export function forgetLife(folder: string, writer: Writer): void {
  if (writer.machine !== ownIdentity().machine || writer.pid !== process.pid)
    remove(lifeFile(folder, writer));
}

/**
 * Judges whether the writers of journals have ended. Times are compared only with other times of the same file server,
 * and otherwise what changes is watched, since the clocks of machines differ.
 */
export function createLifeWatch(): (folder: string, writer: Writer, journal: string) => Life {
  const seen = new Map<string, { signs: string; since: number }>();
  return (folder, writer, journal) => {
    const { machine, pid } = ownIdentity();
    const life = lifeFile(folder, writer);
    if (writer.machine === machine) {
      if (writer.pid === pid || !pidExists(writer.pid)) return 'ended';
      const identity = identityIn(life);
      if (!identity) return isRunning(writer.pid, mtimeOf(journal)) ? 'living' : 'ended';
      const living = isLiving(identity);
      if (living !== undefined) return living ? 'living' : 'ended';
    }
    const last = Math.max(mtimeOf(life), mtimeOf(journal));
    if (timeIn(folder) - last > SILENT_MS) return 'ended';
    const signs = `${textOf(life)} ${last}`;
    const now = performance.now();
    const before = seen.get(journal);
    if (before?.signs !== signs) seen.set(journal, { signs, since: now });
    else if (now - before.since > SILENT_MS) return 'ended';
    return 'unknown';
  };
}

function lifeFile(folder: string, { machine, pid }: Writer): string {
  return path.join(folder, `${machine}.${pid}.alive`);
}

function identityIn(life: string): ProcessIdentity | undefined {
  return identityFrom(jsonValue(textOf(life)));
}

/** The present time by the clock of a folder's file server. */
function timeIn(folder: string): number {
  const probe = temporaryIn(folder);
  try {
    writeFileSync(probe, '');
    return mtimeOf(probe);
  } catch {
    return Date.now();
  } finally {
    remove(probe);
  }
}

function mtimeOf(file: string): number {
  try {
    return statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A file that cannot be removed is out of date soon.
  }
}
