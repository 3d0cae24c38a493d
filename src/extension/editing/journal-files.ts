import { createHash, randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isObject, jsonValue } from '../../engine/files/fields';
import { ownIdentity } from '../../engine/files/process-identity';
import type { Writer } from '../../engine/files/process-life';

/** What the edits of a journal belong to: windows or events, and the file that holds them. */
export interface JournalSubject {
  file: string;
  /** Identifies the windows or events, under whatever name their file goes. */
  key: string;
}

/** Edits that a process left, in the order they were made. */
export interface LeftEdits {
  entries: unknown[];
  /** Fingerprints of the states that they may stand on; empty if they are unknown. */
  bases: string[];
}

/** First line of a journal. */
export interface JournalHeader {
  file: string;
  /** Fingerprint of the state that the edits were made on. */
  base: string;
}

/** A journal in a folder. */
export interface FoundJournal extends LeftEdits {
  path: string;
  folder: string;
  writer: Writer;
}

/** Journals that are open in this process. */
export const openJournals = new Set<string>();

export function journalName({ file, key }: JournalSubject): string {
  const { machine, pid } = ownIdentity();
  return `${hashOf(key)}-${hashOf(file)}.${machine}.${pid}.journal`;
}

/** Journals of the subject: those of its file, and those of a file that is gone, as it may have been renamed. */
export async function findJournals(
  folders: readonly string[],
  subject: JournalSubject,
): Promise<FoundJournal[]> {
  const found: FoundJournal[] = [];
  for (const folder of folders)
    for (const name of await readdir(folder).catch(() => [] as string[])) {
      const match = /^(\w+)-(\w+)\.(\w+)\.(\d+)(?:\.\w+)?\.journal$/.exec(name);
      if (match?.[1] !== hashOf(subject.key)) continue;
      const file = path.join(folder, name);
      const { header, ...left } = parsed(await readFile(file, 'utf8').catch(() => ''));
      const isOfFile = match[2] === hashOf(subject.file);
      if (!isOfFile && !(header && !existsSync(header.file) && !openJournals.has(file))) continue;
      found.push({ path: file, folder, writer: { machine: match[3], pid: Number(match[4]) }, ...left });
    }
  return found;
}

/**
 * Takes a journal over by giving it a name of this process: renaming decides between two processes, so that no edits are
 * replayed twice.
 *
 * @returns the journal under its new name, undefined if another process was first
 */
export function claim(found: FoundJournal): FoundJournal | undefined {
  const { machine, pid } = ownIdentity();
  const start = path.basename(found.path).split('.')[0];
  const name = `${start}.${machine}.${pid}.${randomBytes(6).toString('hex')}.journal`;
  const claimed = path.join(found.folder, name);
  try {
    renameSync(found.path, claimed);
    return { ...found, path: claimed };
  } catch (thrown) {
    // Where nothing can be renamed, what is there can be read all the same.
    return (thrown as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : found;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

export function headerLine(header: JournalHeader): string {
  return line({ journal: header });
}

/** Marks a save that has begun: from then on, the file may hold this state. */
export function savingLine(fingerprint: string): string {
  return line({ saving: fingerprint });
}

export function line(entry: unknown): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The complete lines of a journal; a line truncated when its process ended is ignored. */
function parsed(text: string): LeftEdits & { header: JournalHeader | undefined } {
  const entries: unknown[] = [];
  const bases: string[] = [];
  let header: JournalHeader | undefined;
  for (const written of text.split('\n').slice(0, -1)) {
    const entry = jsonValue(written);
    if (entry === undefined) continue;
    const { journal, saving } = isObject(entry) ? entry : {};
    if (isObject(journal) && typeof journal['file'] === 'string' && typeof journal['base'] === 'string') {
      header = { file: journal['file'], base: journal['base'] };
      bases.push(header.base);
    } else if (typeof saving === 'string') bases.push(saving);
    else entries.push(entry);
  }
  return { header, entries, bases };
}
