import {
  appendFileSync,
  closeSync,
  fdatasync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { showLife } from '../../engine/files/process-life';
import { failureReason } from '../../engine/files/write-failure';
import {
  headerLine,
  type JournalSubject,
  journalName,
  line,
  openJournals,
  savingLine,
} from './journal-files';

/** How often edits that could not be written are tried again. */
const RETRY_MS = 5000;

/** Writes a journal into the first of the folders that takes it. Nothing throws: edits that cannot be written wait. */
export class JournalWriter {
  readonly #folders: readonly string[];
  readonly #subject: JournalSubject;
  readonly #onSafety: (reason: string | null) => void;
  /** All lines since the last restart, so that the journal can be written anew elsewhere. */
  #lines: string[] = [];
  #base = '';
  #open: OpenJournal | undefined;
  #failure: string | null = null;
  #retrying: NodeJS.Timeout | undefined;
  readonly #name: string;

  /** @param onSafety called with the reason when edits are in memory only, and with null when they are written */
  constructor(
    folders: readonly string[],
    subject: JournalSubject,
    onSafety: (reason: string | null) => void,
  ) {
    this.#folders = folders;
    this.#subject = subject;
    this.#onSafety = onSafety;
    this.#name = journalName(subject);
  }

  append(entry: unknown): void {
    this.#add(line(entry));
  }

  /** A save of the state with this fingerprint begins. */
  saving(fingerprint: string): void {
    if (this.#lines.length > 0) this.#add(savingLine(fingerprint));
  }

  /** @returns whether the entries are on the disk */
  restart(entries: readonly unknown[], base: string): boolean {
    this.#lines = entries.map(line);
    this.#base = base;
    if (entries.length > 0) this.#rewrite(true);
    else {
      this.#end();
      this.#removeFrom(this.#folders);
      this.#settle(null);
    }
    return this.#failure === null;
  }

  /** Whether the journal at this path is ours and in use. */
  writes(file: string): boolean {
    return this.#open?.file === file;
  }

  close(): void {
    clearTimeout(this.#retrying);
    this.#end();
  }

  #add(text: string): void {
    this.#lines.push(text);
    // Nothing to append to, or another machine has removed it since it took this process for dead.
    if (!this.#open || this.#failure !== null || !this.#open.isThere()) this.#rewrite(false);
    else
      try {
        this.#open.append(text);
      } catch {
        this.#rewrite(true);
      }
  }

  /** @param sync waits until it is on the disk; else that follows shortly */
  #rewrite(sync: boolean): void {
    const text = headerLine({ file: this.#subject.file, base: this.#base }) + this.#lines.join('');
    let reason: string | undefined;
    for (const folder of this.#folders)
      try {
        const fresh = createOpenJournal(folder, this.#name, text, sync);
        this.#end();
        this.#open = fresh;
        this.#removeFrom(this.#folders.filter((other) => other !== folder));
        this.#settle(null);
        return;
      } catch (thrown) {
        reason ??= failureReason(thrown);
      }
    this.#settle(reason ?? 'there is no folder for them');
  }

  #settle(reason: string | null): void {
    clearTimeout(this.#retrying);
    this.#retrying = reason === null ? undefined : setTimeout(() => this.#rewrite(true), RETRY_MS).unref();
    if (reason === this.#failure) return;
    this.#failure = reason;
    this.#onSafety(reason);
  }

  #end(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  #removeFrom(folders: readonly string[]): void {
    for (const folder of folders)
      try {
        rmSync(path.join(folder, this.#name), { force: true });
      } catch {
        // What stays is known to be in the document when it is read again.
      }
  }
}

interface OpenJournal {
  readonly file: string;
  isThere(): boolean;
  append(text: string): void;
  close(): void;
}

/** @param sync waits until it is on the disk; else that follows shortly */
function createOpenJournal(folder: string, name: string, text: string, sync: boolean): OpenJournal {
  const file = path.join(folder, name);
  const fresh = `${file}.new`;
  mkdirSync(folder, { recursive: true });
  try {
    const written = openSync(fresh, 'w');
    try {
      writeFileSync(written, text);
      if (sync) fsyncSync(written);
    } finally {
      closeSync(written);
    }
    renameSync(fresh, file);
  } catch (thrown) {
    rmSync(fresh, { force: true });
    throw thrown;
  }
  const handle = openSync(file, 'a');
  const flush = createFlush(handle);
  const hideLife = showLife(folder);
  openJournals.add(file);
  if (!sync) flush.start();
  return {
    file,
    isThere: () => fstatSync(handle).nlink > 0,
    append(more) {
      appendFileSync(handle, more);
      flush.start();
    },
    close() {
      flush.end();
      closeSync(handle);
      hideLife();
      openJournals.delete(file);
    },
  };
}

/** Flushes to the disk without blocking; calls during a flush are answered by one more. */
function createFlush(handle: number): { start(): void; end(): void } {
  let flushing = false;
  let unflushed = false;
  let ended = false;
  function start(): void {
    unflushed = true;
    if (flushing || ended) return;
    flushing = true;
    unflushed = false;
    fdatasync(handle, () => {
      flushing = false;
      if (unflushed) start();
    });
  }
  return {
    start,
    end() {
      ended = true;
    },
  };
}
