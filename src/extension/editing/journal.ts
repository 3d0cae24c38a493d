import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { createLifeWatch, forgetLife } from '../../engine/files/process-life';
import {
  claim,
  type FoundJournal,
  findJournals,
  type JournalSubject,
  journalName,
  type LeftEdits,
} from './journal-files';
import { JournalWriter } from './journal-writer';

/**
 * Write-ahead log of unsaved edits, so that none is lost when the process is killed. An entry is written before the
 * next key is handled, and fsync follows shortly. Where nothing can be written, edits go on in memory and are written
 * as soon as possible.
 */
export interface Journal {
  append(entry: unknown): void;
  /** A save of the state with this fingerprint begins: from now on, the file may hold it. */
  saving(fingerprint: string): void;
  /**
   * Restarts the journal with the unsaved edits, or removes it without any; a complete one is always on disk.
   *
   * @param base fingerprint of the state that the edits stand on
   */
  restart(entries: readonly unknown[], base: string): void;
  /** Edits left by processes that ended since they were last asked for. */
  left(): Promise<LeftEdits[]>;
  /** Whether there are edits of processes that cannot be seen from here and may have ended. */
  readonly isWaiting: boolean;
  close(): void;
}

/**
 * Opens the journal of a file's edits. Every process writes a separate file, so that two windows with the same document
 * do not interfere; journals of running processes are not read.
 *
 * @param folders of journals, the first in which one can be written is used
 * @param onSafety called with the reason when edits are in memory only, and with null when they are written
 */
export async function openJournal(
  folders: readonly string[],
  subject: JournalSubject,
  onSafety: (reason: string | null) => void = () => {},
): Promise<Journal> {
  const lifeOf = createLifeWatch();
  const taken: FoundJournal[] = [];
  let isWaiting = false;
  const name = journalName(subject);
  const own = new Set(folders.map((folder) => path.join(folder, name)));
  const writer = new JournalWriter(folders, subject, onSafety);

  return {
    append: (entry) => writer.append(entry),
    saving: (fingerprint) => writer.saving(fingerprint),
    restart(entries, base) {
      // Old entries stay in their files until they are in ours, or known to be in the document.
      if (!writer.restart(entries, base)) return;
      for (const { path: file, folder, writer: ended } of taken.splice(0)) {
        if (own.has(file)) continue;
        remove(file);
        forgetLife(folder, ended);
      }
    },
    async left() {
      const others = (await findJournals(folders, subject)).filter(
        (found) => !taken.some((known) => known.path === found.path) && !writer.writes(found.path),
      );
      const lives = others.map((found) => lifeOf(found.folder, found.writer, found.path));
      isWaiting = lives.includes('unknown');
      const ended = others.filter((_, i) => lives[i] === 'ended').flatMap((found) => claim(found) ?? []);
      taken.push(...ended);
      return ended.sort((a, b) => changedAt(a.path) - changedAt(b.path));
    },
    get isWaiting() {
      return isWaiting;
    },
    close: () => writer.close(),
  };
}

/** Leaves edits for whoever opens the subject next. */
export function leaveEdits(
  folders: readonly string[],
  subject: JournalSubject,
  entries: readonly unknown[],
  base: string,
): void {
  const writer = new JournalWriter(folders, subject, () => {});
  writer.restart(entries, base);
  writer.close();
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its edits are known to be in the document when they are read again.
  }
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
