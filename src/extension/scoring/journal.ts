import { createHash } from 'node:crypto';
import { closeSync, fdatasync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Every score that is not in its file yet, on disk as it is given: a process may end at any moment without one
 * being lost. A line is written before the next key is looked at, and flushed to the disk soon after.
 */
export interface Journal {
  append(windows: Int32Array, scores: Int8Array): void;
  /** Starts anew with what is not saved yet, or ends when that is nothing. */
  restart(windows: Int32Array, scores: Int8Array): void;
  close(): void;
}

/** Scores in the order they were given; later ones hold. */
export interface JournalEntry {
  windows: Int32Array;
  scores: Int8Array;
}

export interface OpenedJournal {
  journal: Journal;
  /** What processes that have ended left behind. */
  left: JournalEntry[];
}

/**
 * Opens the journal of a file's scores. Every process writes a file of its own, so that two windows with the
 * same training set do not disturb each other; what a process that still runs has written is its own.
 *
 * @param key names the training set and its windows
 */
export async function openJournal(folder: string, key: string): Promise<OpenedJournal> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const found = await leftBehind(folder, name);
  const left: JournalEntry[] = [];
  for (const file of found) left.push(...entriesIn(await readFile(file, 'utf8')));
  // What was left stays in those files until it is in ours, or known to be in the training set.
  const own = path.join(folder, `${name}.${process.pid}.journal`);
  const journal = writer(own, () => {
    for (const file of found.splice(0)) if (file !== own) rmSync(file, { force: true });
  });
  return { journal, left };
}

function writer(file: string, onTakenOver: () => void): Journal {
  let handle: number | undefined;
  let flushing = false;
  let unflushed = false;

  function flush(): void {
    if (handle === undefined || flushing) return;
    flushing = true;
    unflushed = false;
    const flushed = handle;
    fdatasync(flushed, () => {
      flushing = false;
      if (unflushed && handle === flushed) flush();
    });
  }
  function end(): void {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  }

  return {
    append(windows, scores) {
      if (handle === undefined) {
        mkdirSync(path.dirname(file), { recursive: true });
        handle = openSync(file, 'a');
      }
      writeSync(handle, line(windows, scores));
      unflushed = true;
      flush();
    },
    restart(windows, scores) {
      end();
      if (windows.length === 0) rmSync(file, { force: true });
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        const fresh = `${file}.new`;
        const written = openSync(fresh, 'w');
        writeSync(written, line(windows, scores));
        fsyncSync(written);
        closeSync(written);
        renameSync(fresh, file);
        handle = openSync(file, 'a');
      }
      onTakenOver();
    },
    close: end,
  };
}

/** Journals of processes that have ended, the oldest first. */
async function leftBehind(folder: string, name: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const dead = names.filter((file) => {
    const writer = /^(\w+)\.(\d+)\.journal$/.exec(file);
    return writer?.[1] === name && (Number(writer[2]) === process.pid || !isRunning(Number(writer[2])));
  });
  const files = await Promise.all(
    dead.map(async (file) => {
      const full = path.join(folder, file);
      return { full, changed: (await stat(full)).mtimeMs };
    }),
  );
  return files.sort((a, b) => a.changed - b.changed).map(({ full }) => full);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // It runs, but belongs to someone else.
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Windows and scores as JSON; one score where all have the same. */
function line(windows: Int32Array, scores: Int8Array): string {
  const [first] = scores;
  const s = scores.every((score) => score === first) ? first : [...scores];
  return `${JSON.stringify({ w: [...windows], s })}\n`;
}

/** The whole lines of a journal; what was cut short when its process ended is none. */
export function entriesIn(text: string): JournalEntry[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((written) => {
    try {
      const { w, s } = JSON.parse(written) as { w: number[]; s: number | number[] };
      const windows = Int32Array.from(w);
      const scores = Array.isArray(s) ? Int8Array.from(s) : new Int8Array(w.length).fill(s);
      return scores.length === windows.length ? [{ windows, scores }] : [];
    } catch {
      return [];
    }
  });
}
