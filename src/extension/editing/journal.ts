import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  fdatasync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isRunning } from '../../engine/files/is-running';

/**
 * Every edit that is not in its file yet, on disk as it is made: a process may end at any moment without one
 * being lost. An entry is written before the next key is looked at, and flushed to the disk soon after.
 */
export interface Journal {
  append(entry: unknown): void;
  /** Starts anew with what is not saved yet, or ends when that is nothing; one or the other is always on disk. */
  restart(entries: readonly unknown[]): void;
  close(): void;
}

export interface OpenedJournal {
  journal: Journal;
  /** What processes that have ended left behind, in the order it was written. */
  left: unknown[];
}

/**
 * Opens the journal of a file's edits. Every process writes a file of its own, so that two windows with the
 * same document do not disturb each other; what a process that still runs has written is its own.
 *
 * @param key names the document and what it is about
 */
export async function openJournal(folder: string, key: string): Promise<OpenedJournal> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const found = await leftBehind(folder, name);
  const left: unknown[] = [];
  for (const file of found) left.push(...entriesIn(await readFile(file, 'utf8')));
  // What was left stays in those files until it is in ours, or known to be in the document.
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
  let torn = false;

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
    append(entry) {
      if (handle === undefined) {
        mkdirSync(path.dirname(file), { recursive: true });
        handle = openSync(file, 'a');
      }
      // What a full disk cut short is not to spoil the line after it.
      const start = torn ? '\n' : '';
      torn = true;
      appendFileSync(handle, start + line(entry));
      torn = false;
      unflushed = true;
      flush();
    },
    restart(entries) {
      end();
      if (entries.length === 0) rmSync(file, { force: true });
      else {
        mkdirSync(path.dirname(file), { recursive: true });
        const fresh = `${file}.new`;
        const written = openSync(fresh, 'w');
        writeFileSync(written, entries.map(line).join(''));
        fsyncSync(written);
        closeSync(written);
        renameSync(fresh, file);
        handle = openSync(file, 'a');
      }
      torn = false;
      onTakenOver();
    },
    close: end,
  };
}

/** Journals of processes that have ended, the oldest first. */
async function leftBehind(folder: string, name: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const files = await Promise.all(
    names.map(async (file) => {
      const writer = /^(\w+)\.(\d+)\.journal$/.exec(file);
      if (writer?.[1] !== name) return [];
      const full = path.join(folder, file);
      const changed = (await stat(full)).mtimeMs;
      const pid = Number(writer[2]);
      return pid === process.pid || !isRunning(pid, changed) ? [{ full, changed }] : [];
    }),
  );
  return files
    .flat()
    .sort((a, b) => a.changed - b.changed)
    .map(({ full }) => full);
}

function line(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The whole lines of a journal; what was cut short when its process ended is none. */
function entriesIn(text: string): unknown[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.flatMap((written) => {
    try {
      return [JSON.parse(written) as unknown];
    } catch {
      return [];
    }
  });
}
