import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../common/errors';
import { fileStamp } from '../../engine/files/file-stamp';
import { isObject, jsonValue } from '../../engine/files/json';
import type { Editing } from './edit-operations';
import { type Journal, openJournal } from './journal';

/** Contents of a file when it was read. */
export interface DiskContents<Contents> {
  contents: Contents;
  /** File stamp, see {@link fileStamp}. */
  onDisk: string | undefined;
}

export interface DraftPlace {
  file: string;
  /** Folder of the journals. */
  journals: string;
  /** Path of VS Code's backup of unsaved edits, if there was one when the file was closed. */
  backup: string | undefined;
}

/** File contents plus unsaved edits, which are journaled before listeners are notified. */
export class Draft<Contents, State, Edit> {
  private constructor(
    private readonly file: string,
    private readonly editing: Editing<Contents, State, Edit>,
    private readonly journal: Journal,
    private readonly key: string,
    private found: DiskContents<Contents>,
    /** State in the file. */
    private saved: State,
    private edited: State,
  ) {}

  /**
   * Reads a file, then its unsaved edits.
   *
   * @throws UserError when it cannot be read
   */
  static async open<Contents, State, Edit>(
    { file, journals, backup }: DraftPlace,
    editing: Editing<Contents, State, Edit>,
  ): Promise<Draft<Contents, State, Edit>> {
    const onDisk = await fileStamp(file);
    const contents = await editing.read();
    const key = editing.keyOf(contents);
    const saved = editing.stateOf(contents);
    const { journal, left } = await openJournal(journals, `${file}\n${key}`);
    const kept = backup === undefined ? [] : await readBackup(backup, key);
    const edited = [...kept, ...left].reduce<State>((state, entry) => editing.replayed(state, entry), saved);
    const draft = new Draft(file, editing, journal, key, { contents, onDisk }, saved, edited);
    draft.journalUnsaved();
    return draft;
  }

  get contents(): Contents {
    return this.found.contents;
  }

  get state(): State {
    return this.edited;
  }

  get onDisk(): string | undefined {
    return this.found.onDisk;
  }

  /** Edits that are not in the file. */
  get unsaved(): Edit[] {
    return this.editing.between(this.saved, this.edited);
  }

  put(edit: Edit): void {
    this.journal.append(this.editing.written(edit));
    this.edited = this.editing.applied(this.edited, edit);
  }

  /** Whether contents have the windows or events that were edited. */
  isAbout(contents: Contents): boolean {
    return this.editing.keyOf(contents) === this.key;
  }

  /** Changes by another program to state with unsaved edits; undefined without any. */
  changedIn(contents: Contents): { saved: State; mine: State; theirs: State } | undefined {
    const theirs = this.editing.stateOf(contents);
    if (this.editing.between(this.saved, theirs).length === 0) return undefined;
    return { saved: this.saved, mine: this.edited, theirs };
  }

  /** The file was written to, with the same contents. */
  touched(onDisk: string): void {
    this.found = { ...this.found, onDisk };
  }

  /**
   * Discards the edits for the present contents of the file.
   *
   * @throws UserError when these are of another subject
   */
  async revert(): Promise<void> {
    this.take(await this.reread());
  }

  /**
   * Reapplies our edits to the present contents of the file.
   *
   * @throws UserError when these are of another subject
   */
  async rebase(): Promise<void> {
    const found = await this.reread();
    // Includes edits made while the file was read.
    this.take(found, this.unsaved);
  }

  take(found: DiskContents<Contents>, edits: readonly Edit[] = []): void {
    this.found = found;
    this.saved = this.editing.stateOf(found.contents);
    this.edited = edits.reduce<State>((state, edit) => this.editing.applied(state, edit), this.saved);
    this.journalUnsaved();
  }

  async save(): Promise<void> {
    const { edited } = this;
    await this.editing.write(edited, this.file);
    this.touched((await fileStamp(this.file))!);
    // Edits made in the meantime are still unsaved.
    this.saved = edited;
    this.journalUnsaved();
  }

  /**
   * Writes a copy of the file with the edits.
   *
   * @throws UserError when the contents are of another subject by now
   */
  async saveAs(target: string): Promise<void> {
    if ((await fileStamp(this.file)) !== this.onDisk) await this.reread();
    await this.editing.write(this.edited, target);
    // The edits are saved there; this file keeps its own state.
    this.journal.restart([]);
  }

  async backUp(file: string): Promise<void> {
    await writeBackup(file, this.key, this.unsaved.map(this.editing.written));
  }

  /** Unsaved edits stay in the journal: closing does not discard them, reverting does. */
  close(): void {
    this.journal.close();
  }

  private async reread(): Promise<DiskContents<Contents>> {
    const onDisk = await fileStamp(this.file);
    const contents = await this.editing.read();
    if (!this.isAbout(contents))
      throw new UserError(
        `${path.basename(this.file)} now contains other ${this.editing.subject}. Close it and open it again.`,
      );
    return { contents, onDisk };
  }

  private journalUnsaved(): void {
    this.journal.restart(this.unsaved.map(this.editing.written));
  }
}

/** Writes edits to VS Code's backup. */
export async function writeBackup(file: string, key: string, edits: readonly unknown[]): Promise<void> {
  // VS Code's path may be in a folder that does not exist.
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ key, edits }));
}

/** Edits of a backup; none if they are for another subject, or unreadable. */
export async function readBackup(file: string, key: string): Promise<unknown[]> {
  const backup = jsonValue(await readFile(file, 'utf8').catch(() => ''));
  const edits = isObject(backup) && backup['key'] === key ? backup['edits'] : [];
  return Array.isArray(edits) ? edits : [];
}
