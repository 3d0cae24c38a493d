import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { jsonValue } from './fields';
import { isRunning } from './is-running';
import { identityFrom, isLiving, ownIdentity, type ProcessIdentity, pidExists } from './process-identity';
import { temporaryIn } from './temporary';

/**
 * A process that keeps files in a folder which other machines share, as the home folder of a cluster. Their names hold
 * the writer, and a file beside them changes while it lives.
 */
export type Writer = Pick<ProcessIdentity, 'machine' | 'pid'>;

/** The writer in a name, for a regular expression with the groups `machine` and `pid`; see {@link ownTag}. */
export const WRITER_TAG = '(?<machine>m[0-9a-f]+)-(?<pid>\\d+)';

/** Whether a writer has ended: "unknown" for one that cannot be seen from here, but gave a sign of life lately. */
export type Life = 'ended' | 'living' | 'unknown';

const BEAT_MS = 5000;
/** Without a sign of life for so long, a process that cannot be seen from here has ended. */
const SILENT_MS = 20_000;

/** Those in this process who need to be seen living, by folder. */
const showing = new Map<string, { owners: Set<symbol>; timer: NodeJS.Timeout }>();

/** This process in the names of its files. */
export function ownTag(): string {
  const { machine, pid } = ownIdentity();
  return `${machine}-${pid}`;
}

/** The writer that a match of {@link WRITER_TAG} names. */
export function writerIn(match: RegExpExecArray | null): Writer | undefined {
  const { machine, pid } = match?.groups ?? {};
  return machine === undefined || pid === undefined ? undefined : { machine, pid: Number(pid) };
}

export function isOwn({ machine, pid }: Writer): boolean {
  return machine === ownIdentity().machine && pid === process.pid;
}

/** Shows other machines that this process lives, by a file that changes, until the result is called. */
export function showLife(folder: string): () => void {
  const owner = Symbol();
  const shown = showing.get(folder) ?? { owners: new Set(), timer: startBeating(folder) };
  showing.set(folder, shown);
  shown.owners.add(owner);
  return () => {
    shown.owners.delete(owner);
    if (shown.owners.size > 0 || showing.get(folder) !== shown) return;
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
      // On a full disk, the time of the process's files is the last sign of life.
    }
  };
  beat();
  return setInterval(beat, BEAT_MS).unref();
}

/** Removes the sign of life of a process that has ended. */
export function forgetLife(folder: string, writer: Writer): void {
  if (!isOwn(writer)) remove(lifeFile(folder, writer));
}

/**
 * Judges whether the writers of files have ended. Times are compared only with other times of the same file server,
 * and otherwise what changes is watched, since the clocks of machines differ.
 */
export function createLifeWatch(): (folder: string, writer: Writer, file: string) => Life {
  const seen = new Map<string, { signs: string; since: number }>();
  return (folder, writer, file) => {
    const { machine, pid } = ownIdentity();
    const life = lifeFile(folder, writer);
    if (writer.machine === machine) {
      if (writer.pid === pid || !pidExists(writer.pid)) return 'ended';
      const identity = identityIn(life);
      if (!identity) return isRunning(writer.pid, mtimeOf(file)) ? 'living' : 'ended';
      const living = isLiving(identity);
      if (living !== undefined) return living ? 'living' : 'ended';
    }
    const last = Math.max(mtimeOf(life), mtimeOf(file));
    if (timeIn(folder) - last > SILENT_MS) return 'ended';
    const signs = `${textOf(life)} ${last}`;
    const now = performance.now();
    const before = seen.get(file);
    if (before?.signs !== signs) seen.set(file, { signs, since: now });
    else if (now - before.since > SILENT_MS) return 'ended';
    return 'unknown';
  };
}

/** Whether a writer lives as far as that can be known: one that showed life lately counts as living. */
export function livesIn(folder: string, writer: Writer, file: string): boolean {
  return lifeOf(folder, writer, file) !== 'ended';
}

const lifeOf = createLifeWatch();

/** Removes the signs of life of ended processes from a folder with these names. */
export function removeDeadSigns(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const writer = writerIn(LIFE_NAME.exec(name));
    if (writer && !isOwn(writer) && !livesIn(folder, writer, path.join(folder, name)))
      forgetLife(folder, writer);
  }
}

const LIFE_NAME = /^(?<machine>m[0-9a-f]+)\.(?<pid>\d+)\.alive$/;

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
