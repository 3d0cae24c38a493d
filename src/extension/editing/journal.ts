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
 * Write-ahead log of unsaved edits, so that none is lost when the process is killed. An entry is written before the
 * next key is handled, and fsync follows shortly.
 */
export interface Journal {
  append(entry: unknown): void;
  /** Restarts the journal with the unsaved edits, or removes it without any; a complete one is always on disk. */
  restart(entries: readonly unknown[]): void;
  close(): void;
}

export interface OpenedJournal {
  journal: Journal;
  /** Entries left by ended processes, in the order they were written. */
  left: unknown[];
}

/**
 * Opens the journal of a file's edits. Every process writes a separate file, so that two windows with the same document
 * do not interfere; journals of running processes are not read.
 *
 * @param key identifies the document and its subject
 */
export async function openJournal(folder: string, key: string): Promise<OpenedJournal> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  const found = await leftBehind(folder, name);
  const left: unknown[] = [];
  for (const file of found) left.push(...entriesIn(await readFile(file, 'utf8')));
  // Old entries stay in their files until they are in ours, or known to be in the document.
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
      // Starts a new line, in case a full disk truncated the last one.
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

/** Journals of ended processes, the oldest first. */
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

/** The complete lines of a journal; a line truncated when its process ended is ignored. */
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
