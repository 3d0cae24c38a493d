import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../common/errors';
import { jsonValue } from './fields';
import { identityFrom, isLiving, ownIdentity } from './process-identity';
import { temporaryIn } from './temporary';

const POLL_MS = 25;
const BEAT_MS = 2000;
/** A holder on another machine whose lock has not changed for so long, by our own clock, is dead. */
const SILENT_MS = 10_000;

const LOCK_NAME = /^\.miniml-[0-9a-f]{16}\.lock$/;

/** Locks that this process holds. */
const held = new Set<string>();

/** How long a lock is waited for, and what is said then. */
export interface Busy {
  wait_ms: number;
  sentence: string;
}

/**
 * Runs `work` with an exclusive lock on a file, against other processes that use this function on any machine. The lock
 * is a file beside it. Locks of processes that have ended are taken over.
 *
 * @param work gets a check whether the lock is still ours: a process that is suspended for long can lose it
 * @param busy what is said when another process keeps the lock for long
 * @throws UserError then
 */
export async function withFileLock<T>(
  file: string,
  work: (isHeld: () => boolean) => Promise<T>,
  busy: Busy = {
    wait_ms: 60_000,
    sentence: `${file} is being saved by another window or program. Try again when it has ended.`,
  },
): Promise<T> {
  const lock = lockOf(file);
  const descriptor = await acquire(lock, busy);
  // Without a lock file, in a folder that is not writable for example, the work itself reports why.
  if (descriptor === undefined) return work(() => true);
  let beats = 0;
  const beating = setInterval(() => beat(descriptor, ++beats), BEAT_MS);
  const isHeld = () => statSync(lock, { throwIfNoEntry: false })?.ino === fstatSync(descriptor).ino;
  try {
    return await work(isHeld);
  } finally {
    clearInterval(beating);
    const ours = isHeld();
    closeSync(descriptor);
    held.delete(lock);
    if (ours) rmSync(lock, { force: true });
  }
}

/**
 * Removes the locks of ended processes in a folder.
 *
 * @param names of the files in it
 */
export function removeDeadLocks(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const lock = path.join(folder, name);
    if (!LOCK_NAME.test(name) || held.has(lock)) continue;
    const text = textOf(lock);
    if (text !== undefined && isDead(text, 0)) takeAway(lock, text);
  }
}

function lockOf(file: string): string {
  const name = createHash('sha256').update(path.basename(file)).digest('hex').slice(0, 16);
  return path.join(path.dirname(file), `.miniml-${name}.lock`);
}

async function acquire(lock: string, busy: Busy): Promise<number | undefined> {
  const begun = performance.now();
  let seen = { text: '', since: begun };
  for (;;) {
    try {
      const descriptor = openSync(lock, 'wx');
      held.add(lock);
      beat(descriptor, 0);
      return descriptor;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') return undefined;
    }
    const text = textOf(lock);
    if (text === undefined) continue;
    const now = performance.now();
    if (text !== seen.text) seen = { text, since: now };
    if (!held.has(lock) && isDead(text, now - seen.since)) {
      takeAway(lock, text);
      continue;
    }
    if (now - begun > busy.wait_ms) throw new UserError(busy.sentence);
    await sleep(POLL_MS);
  }
}

/** Shows other machines that the holder lives; on a full disk, those of this machine see its process. */
function beat(descriptor: number, beats: number): void {
  try {
    writeSync(descriptor, JSON.stringify({ ...ownIdentity(), beats }), 0);
  } catch {
    // The lock's existence is enough for most.
  }
}

/** @param silentMs for how long the lock has not changed */
function isDead(text: string, silentMs: number): boolean {
  const holder = identityFrom(jsonValue(text));
  if (!holder) return silentMs > SILENT_MS;
  const { machine, boot, pid } = ownIdentity();
  // What we held ourselves is in `held`, and is gone when it is not.
  if (holder.machine === machine && holder.boot === boot && holder.pid === pid) return true;
  const living = isLiving(holder);
  return living === undefined ? silentMs > SILENT_MS : !living;
}

/** Renaming decides between two processes that take the same lock away; a lock that is new by now is put back. */
function takeAway(lock: string, text: string): void {
  const aside = temporaryIn(path.dirname(lock));
  try {
    renameSync(lock, aside);
    if (textOf(aside) !== text) linkSync(aside, lock);
  } catch {
    // Another process has done it.
  }
  rmSync(aside, { force: true });
}

function textOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}
