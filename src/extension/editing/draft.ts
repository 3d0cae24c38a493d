import path from 'node:path';
import { UserError } from '../../common/errors';
import { fileStamp } from '../../engine/files/file-stamp';
import { readBackup, writeBackup } from './backup';
import type { Editing } from './edit-operations';
import { type Journal, leaveEdits, openJournal } from './journal';
import type { LeftEdits } from './journal-files';

/** Contents of a file when it was read. */
export interface DiskContents<Contents> {
  contents: Contents;
  /** File stamp, see {@link fileStamp}. */
  onDisk: string | undefined;
}

export interface DraftPlace {
  file: string;
  /** Folders of the journals; the first in which one can be written is used. */
  journals: readonly string[];
  /** Path of VS Code's backup of unsaved edits, if there was one when the file was closed. */
  backup: string | undefined;
}

/** How often a copy is written again for the edits that were made meanwhile. */
const MOST_COPIES = 3;

/** File contents plus unsaved edits, which are journaled before listeners are notified. */
export class Draft<Contents, State, Edit> {
  readonly #place: DraftPlace;
  readonly #editing: Editing<Contents, State, Edit>;
  readonly #journal: Journal;
  readonly #key: string;
  #found: DiskContents<Contents>;
  /** State in the file. */
  #saved: State;
  #edited: State;
  /** State of a save that has no answer: the file may hold it. */
  #attempted: State | undefined;
  /** Fingerprint of an older state of the file that the edits were made on. */
  #olderBase: string | undefined;

  constructor(
    place: DraftPlace,
    editing: Editing<Contents, State, Edit>,
    journal: Journal,
    key: string,
    found: DiskContents<Contents>,
    saved: State,
    edited: State,
  ) {
    this.#place = place;
    this.#editing = editing;
    this.#journal = journal;
    this.#key = key;
    this.#found = found;
    this.#saved = saved;
    this.#edited = edited;
  }

  /**
   * Reads a file, then its unsaved edits.
   *
   * @param onSafety called with the reason when edits are in memory only, and with null when they are written
   * @throws UserError when it cannot be read
   */
  static async open<Contents, State, Edit>(
    place: DraftPlace,
    editing: Editing<Contents, State, Edit>,
    onSafety: (reason: string | null) => void,
  ): Promise<Draft<Contents, State, Edit>> {
    const { file, journals, backup } = place;
    const onDisk = await fileStamp(file);
    const contents = await editing.read();
    const key = editing.keyOf(contents);
    const saved = editing.stateOf(contents);
    const journal = await openJournal(journals, { file, key }, onSafety);
    const kept = backup === undefined ? [] : [await readBackup(backup, key)];
    const draft = new Draft(place, editing, journal, key, { contents, onDisk }, saved, saved);
    draft.#adopt([...kept, ...(await journal.left())]);
    return draft;
  }

  get contents(): Contents {
    return this.#found.contents;
  }

  get state(): State {
    return this.#edited;
  }

  get onDisk(): string | undefined {
    return this.#found.onDisk;
  }

  /** Edits that are not in the file. */
  get unsaved(): Edit[] {
    return this.#editing.between(this.#saved, this.#edited);
  }

  /** Whether the file was saved after the edits were made, by somebody who did not know them. */
  get isOutdated(): boolean {
    return this.#olderBase !== undefined && this.unsaved.length > 0;
  }

  /** Whether edits of another machine may be left. */
  get isWaiting(): boolean {
    return this.#journal.isWaiting;
  }

  put(edit: Edit): void {
    this.#journal.append(this.#editing.written(edit));
    this.#edited = this.#editing.applied(this.#edited, edit);
  }

  /** Takes over edits of processes that have ended since. */
  async adoptLate(): Promise<Edit[]> {
    const left = await this.#journal.left();
    const before = this.#edited;
    if (left.length > 0) this.#adopt(left);
    return this.#editing.between(before, this.#edited);
  }

  /** Whether contents have the windows or events that were edited. */
  isAbout(contents: Contents): boolean {
    return this.#editing.keyOf(contents) === this.#key;
  }

  /** Changes by another program to state with unsaved edits; undefined without any. */
  changedIn(contents: Contents): { saved: State; mine: State; theirs: State } | undefined {
    const theirs = this.#editing.stateOf(contents);
    if (this.#isSame(this.#saved, theirs)) return undefined;
    return { saved: this.#saved, mine: this.#edited, theirs };
  }

  /** Takes contents as saved by us if they hold what we have, or a save without an answer; says whether they do. */
  takeAsOurs(found: DiskContents<Contents>): boolean {
    const theirs = this.#editing.stateOf(found.contents);
    const isOurs =
      this.#isSame(this.#edited, theirs) ||
      (this.#attempted !== undefined && this.#isSame(this.#attempted, theirs));
    if (isOurs) this.#nowSaved(theirs, found.onDisk);
    return isOurs;
  }

  /** The file was written to, with the same contents. */
  touched(onDisk: string): void {
    this.#found = { ...this.#found, onDisk };
  }

  /**
   * Discards the edits for the present contents of the file; without a file, for those it had.
   *
   * @throws UserError when these are of another subject
   */
  async revert(): Promise<void> {
    if ((await fileStamp(this.#place.file)) === undefined) this.take(this.#found);
    else this.take(await this.#reread());
  }

  /**
   * Reapplies our edits to the present contents of the file.
   *
   * @throws UserError when these are of another subject
   */
  async rebase(): Promise<void> {
    const found = await this.#reread();
    // Includes edits made while the file was read.
    this.take(found, this.unsaved);
  }

  take(found: DiskContents<Contents>, edits: readonly Edit[] = []): void {
    const saved = this.#editing.stateOf(found.contents);
    this.#edited = edits.reduce<State>((state, edit) => this.#editing.applied(state, edit), saved);
    this.#found = found;
    this.#nowSaved(saved, found.onDisk);
  }

  /** @throws UserError with the reason "changed" when another process has saved the file */
  async save(): Promise<void> {
    const edited = this.#edited;
    this.#journal.saving(this.#editing.fingerprint(edited));
    this.#attempted = edited;
    const onDisk = await this.#write(edited, this.#place.file, this.onDisk);
    // Edits made in the meantime are still unsaved.
    this.#nowSaved(edited, onDisk);
  }

  /**
   * Writes a copy of the file with the edits, also with those that are made meanwhile.
   *
   * @throws UserError when the contents are of another subject by now
   */
  async saveAs(target: string): Promise<void> {
    if ((await fileStamp(this.#place.file)) !== this.onDisk) await this.#reread();
    let copied = this.#edited;
    for (let copies = 1; copies <= MOST_COPIES; copies++) {
      copied = this.#edited;
      await this.#editing.write(copied, target, undefined);
      if (this.#isSame(copied, this.#edited)) break;
    }
    const later = this.#editing.between(copied, this.#edited).map(this.#editing.written);
    // Whoever opens the copy finds the last of them.
    if (later.length > 0)
      leaveEdits(
        this.#place.journals,
        { file: target, key: this.#key },
        later,
        this.#editing.fingerprint(copied),
      );
    // The edits are saved there; this file keeps its own state.
    this.#journal.restart([], this.#editing.fingerprint(this.#saved));
  }

  async backUp(file: string): Promise<void> {
    const key = this.#key;
    const base = this.#base;
    await writeBackup(file, { key, base, edits: this.unsaved.map(this.#editing.written) });
  }

  /** Unsaved edits stay in the journal: closing does not discard them, reverting does. */
  close(): void {
    this.#journal.close();
  }

  /** Fingerprint of the state that the unsaved edits were made on. */
  get #base(): string {
    return this.#olderBase ?? this.#editing.fingerprint(this.#saved);
  }

  /** Applies edits that processes have left. */
  #adopt(left: readonly LeftEdits[]): void {
    const saved = this.#editing.fingerprint(this.#saved);
    for (const { entries, bases } of left) {
      const before = this.#edited;
      this.#edited = entries.reduce<State>((state, entry) => this.#editing.replayed(state, entry), before);
      const isOlder = bases.length > 0 && !bases.includes(saved);
      if (isOlder && !this.#isSame(before, this.#edited)) this.#olderBase ??= bases[0];
    }
    this.#journalUnsaved();
  }

  async #write(state: State, target: string, expected: string | undefined): Promise<string> {
    try {
      return await this.#editing.write(state, target, expected);
    } catch (thrown) {
      // After any other failure, the file may have been written.
      if (thrown instanceof UserError && thrown.reason === 'changed') this.#attempted = undefined;
      throw thrown;
    }
  }

  #nowSaved(state: State, onDisk: string | undefined): void {
    this.#found = { ...this.#found, onDisk };
    this.#saved = state;
    this.#attempted = undefined;
    this.#olderBase = undefined;
    this.#journalUnsaved();
  }

  #isSame(one: State, other: State): boolean {
    return this.#editing.between(one, other).length === 0;
  }

  async #reread(): Promise<DiskContents<Contents>> {
    const { file } = this.#place;
    const onDisk = await fileStamp(file);
    const contents = await this.#editing.read();
    if (!this.isAbout(contents))
      throw new UserError(
        `${path.basename(file)} now contains other ${this.#editing.subject}. Close it and open it again.`,
      );
    return { contents, onDisk };
  }

  #journalUnsaved(): void {
    this.#journal.restart(this.unsaved.map(this.#editing.written), this.#base);
  }
}
