import path from 'node:path';
import type {
  ConflictAnswer,
  DocumentAction,
  DocumentStatus,
  FailedSnapshot,
  OpeningSnapshot,
} from '../../common/api/views/document';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import { fileStamp } from '../../engine/files/file-stamp';
import { Draft, type DraftPlace } from './draft';
import type { DocumentEdit, EditableDocument, Editing } from './edit-operations';

/** How often a save is tried again when other processes save the file at the same time. */
const MOST_ATTEMPTS = 5;
/** After a save, VS Code takes the last edit it knows for saved; so long is enough for it to do that. */
const SAVE_POINT_MS = 250;
const LOOK_AGAIN_MS = 5000;

/** Services that FileEdits needs. */
export interface EditsHost {
  /** Folders of the journals; the first in which one can be written is used. */
  journals: readonly string[];
  /** Calls `checkDisk` whenever a file may have changed. */
  watch(file: string, checkDisk: () => Promise<void>): { dispose(): void };
  /** Asks how to resolve a conflict with another program's change, before the file is saved. */
  askAboutConflict(conflict: string): Promise<ConflictAnswer | undefined>;
}

/** Change for listeners: `by` is the view that made an edit and already shows it, undefined for undo and redo. */
export type EditsChange<Edit> =
  | { kind: 'snapshot' }
  | { kind: 'status' }
  | { kind: 'edited'; edit: Edit; by: unknown };

/**
 * Edits of a file, for VS Code's undo, save, revert and backup. Changes by other programs are merged if nothing is
 * lost, else the user is asked.
 */
export class FileEdits<Contents, State, Edit> implements EditableDocument {
  readonly #place: DraftPlace;
  readonly #editing: Editing<Contents, State, Edit>;
  readonly #host: Pick<EditsHost, 'watch' | 'askAboutConflict'>;
  readonly #changed: (change: EditsChange<Edit>) => void;
  #draft: Draft<Contents, State, Edit> | undefined;
  #failure: string | undefined;
  #recovered: Edit[] = [];
  #currentStatus: DocumentStatus = { recovered: 0, conflict: null, unsafe: null };
  #saving = false;
  #isShown = false;
  #waiting: NodeJS.Timeout | undefined;
  readonly #listeners = createListeners<DocumentEdit>();
  readonly #leftUnsaved = createListeners<void>();
  readonly #watching: { dispose(): void };
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;
  /** Actions of the views' buttons. */
  readonly actions: Readonly<Record<DocumentAction, () => Promise<void> | void>> = {
    retry: () => this.#open(),
    keepMine: () => this.resolve('keepMine'),
    takeTheirs: () => this.resolve('takeTheirs'),
    dismissNote: () => this.#setStatus({ ...this.#currentStatus, recovered: 0 }),
  };

  /** @param changed called after every change */
  constructor(
    place: DraftPlace,
    editing: Editing<Contents, State, Edit>,
    host: Pick<EditsHost, 'watch' | 'askAboutConflict'>,
    changed: (change: EditsChange<Edit>) => void,
  ) {
    this.#place = place;
    this.#editing = editing;
    this.#host = host;
    this.#changed = changed;
    this.#watching = host.watch(place.file, () => this.checkDisk());
    this.opened = this.#open();
  }

  get name(): string {
    return path.basename(this.#place.file);
  }

  /** @throws UserError when the file is not read */
  get contents(): Contents {
    return this.#loadedDraft.contents;
  }

  /** @throws UserError when the file is not read */
  get state(): State {
    return this.#loadedDraft.state;
  }

  get status(): DocumentStatus {
    return this.#currentStatus;
  }

  /** Number of items with unsaved edits. */
  get unsaved(): number {
    return this.#sizeOf(this.#draft?.unsaved ?? []);
  }

  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  onLeftUnsaved(listener: () => void): { dispose(): void } {
    return this.#leftUnsaved.add(listener);
  }

  /** Snapshot for a view: `ready` creates it once the file is read. */
  snapshot<Ready>(
    ready: (contents: Contents, state: State) => Ready,
  ): Ready | OpeningSnapshot | FailedSnapshot {
    const { name } = this;
    const failure = this.#failure;
    const draft = this.#draft;
    if (failure !== undefined) return { kind: 'failed', name, message: failure };
    return draft ? ready(draft.contents, draft.state) : { kind: 'opening', name };
  }

  /** Applies an edit, if it changes anything, as one step of undo. */
  edit(edit: Edit, by: unknown): void {
    this.#put(edit, by);
    this.#tellEdit(edit);
  }

  /** The derived data of the edits cannot be computed: views show the failure until the file is read again. */
  fail(thrown: unknown): void {
    this.#failure = messageOf(thrown);
    this.#changed({ kind: 'snapshot' });
  }

  shown(): void {
    const recovered = this.#recovered;
    this.#recovered = [];
    this.#isShown = true;
    // VS Code tracks edits only once the editor exists; these mark the document as unsaved.
    for (const edit of recovered) this.#tellEdit(edit);
  }

  async save(): Promise<void> {
    await this.checkDisk();
    for (let attempts = 1; ; attempts++) {
      await this.#askAboutConflict();
      const refused = await this.#attemptSave();
      if (refused === undefined) break;
      if (attempts === MOST_ATTEMPTS) throw refused;
    }
    this.#setStatus({ ...this.#currentStatus, recovered: 0, conflict: null });
    if (this.unsaved > 0) setTimeout(() => this.#leftUnsaved.notify(), SAVE_POINT_MS);
  }

  async saveAs(target: string): Promise<void> {
    if (target === this.#place.file) await this.save();
    else await this.#loadedDraft.saveAs(target);
  }

  async revert(): Promise<void> {
    await this.#loadedDraft.revert();
    this.#currentStatus = { ...this.#currentStatus, recovered: 0, conflict: null };
    await this.#show();
  }

  async backUp(file: string): Promise<void> {
    await this.#draft?.backUp(file);
  }

  /**
   * Checks whether another program has changed the file, and reloads it if nothing is lost.
   *
   * @param anew reads it even if its stamp is the same, as it can be on a drive with coarse times
   */
  async checkDisk({ anew = false } = {}): Promise<void> {
    const { name } = this;
    const draft = this.#draft;
    const editing = this.#editing;
    if (!draft || this.#saving) return;
    const known = draft.onDisk;
    const onDisk = await fileStamp(this.#place.file);
    if (onDisk === known && !anew) return this.#setConflict(this.#outdated);
    if (onDisk === undefined)
      return this.#setConflict(`${name} was moved or deleted. Restore it to continue; your edits are kept.`);
    const contents = await editing.read().catch((thrown: unknown) => {
      if (thrown instanceof UserError) return thrown;
      throw thrown;
    });
    // It was saved in the meantime: the contents read may be older.
    if (this.#saving || draft.onDisk !== known) return;
    // The contents are of another kind, or a copy is in progress.
    if (contents instanceof UserError) return this.#setConflict(`${contents.message} Your edits are kept.`);
    if (!draft.isAbout(contents))
      return this.#setConflict(
        `${name} now contains other ${editing.subject}. Restore the old file; your edits are kept.`,
      );
    const states = draft.changedIn(contents);
    if (!states) draft.touched(onDisk);
    if (!states || draft.takeAsOurs({ contents, onDisk })) return this.#setConflict(this.#outdated);
    if (draft.unsaved.length > 0) return this.#setConflict(editing.conflictOf(states));
    draft.take({ contents, onDisk });
    this.#currentStatus = { ...this.#currentStatus, conflict: null };
    await this.#show();
  }

  async resolve(answer: ConflictAnswer): Promise<void> {
    if (answer === 'takeTheirs') return this.revert();
    await this.#loadedDraft.rebase();
    this.#currentStatus = { ...this.#currentStatus, conflict: null };
    await this.#show();
  }

  dispose(): void {
    clearInterval(this.#waiting);
    this.#watching.dispose();
    this.#draft?.close();
    this.#listeners.clear();
    this.#leftUnsaved.clear();
  }

  #unsafeFor(reason: string): string {
    return `The latest edits are only in memory, since ${reason}. Save ${this.name} to keep them.`;
  }

  get #outdated(): string | null {
    if (!this.#draft?.isOutdated) return null;
    return `${this.name} was saved by another window or program after the recovered edits were made.`;
  }

  /** @throws CancelledError when the user does not answer */
  async #askAboutConflict(): Promise<void> {
    if (this.#currentStatus.conflict === null) return;
    const answer = await this.#host.askAboutConflict(this.#currentStatus.conflict);
    if (!answer) throw new CancelledError();
    await this.resolve(answer);
  }

  /** Returns the reason when another process saved the file first; the conflict, if there is one, is known then. */
  async #attemptSave(): Promise<unknown> {
    this.#saving = true;
    try {
      await this.#loadedDraft.save();
      return undefined;
    } catch (thrown) {
      this.#saving = false;
      const isChanged = thrown instanceof UserError && thrown.reason === 'changed';
      await this.checkDisk({ anew: isChanged }).catch((failed) => {
        if (isChanged) throw failed;
      });
      if (isChanged) return thrown;
      // The engine may have ended after it had written the file.
      if (this.unsaved > 0) throw thrown;
      return undefined;
    } finally {
      this.#saving = false;
    }
  }

  /** Edits of a process on another machine, which is known to have ended by now. */
  async #adoptLate(): Promise<void> {
    const draft = this.#draft;
    const late = await draft?.adoptLate().catch(() => []);
    if (!draft?.isWaiting) clearInterval(this.#waiting);
    if (!late || late.length === 0) return;
    if (this.#isShown) for (const edit of late) this.#tellEdit(edit);
    else this.#recovered.push(...late);
    const recovered = this.#currentStatus.recovered + this.#sizeOf(late);
    this.#currentStatus = { ...this.#currentStatus, recovered, conflict: this.#outdated };
    await this.#show();
  }

  get #loadedDraft(): Draft<Contents, State, Edit> {
    if (!this.#draft) throw new UserError(this.#failure ?? `${this.name} is still being read.`);
    return this.#draft;
  }

  /** Reads the file, for the first time or again. A failure is stored to be shown; it never rejects. */
  async #open(): Promise<void> {
    try {
      if (this.#draft) await this.#draft.rebase();
      else {
        this.#draft = await Draft.open(this.#place, this.#editing, (reason) =>
          this.#setStatus({ ...this.#currentStatus, unsafe: reason && this.#unsafeFor(reason) }),
        );
        this.#recovered = this.#draft.unsaved;
        const recovered = this.#sizeOf(this.#recovered);
        this.#currentStatus = { ...this.#currentStatus, recovered, conflict: this.#outdated };
        if (this.#draft.isWaiting)
          this.#waiting = setInterval(() => void this.#adoptLate(), LOOK_AGAIN_MS).unref();
      }
      await this.#show();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Shows a state that did not come from an edit. */
  async #show(): Promise<void> {
    const { contents, state } = this.#loadedDraft;
    await this.#editing.prepare?.(contents, state);
    this.#failure = undefined;
    this.#changed({ kind: 'snapshot' });
  }

  #put(edit: Edit, by?: unknown): void {
    // Journaled before it is shown.
    this.#loadedDraft.put(edit);
    this.#changed({ kind: 'edited', edit, by });
  }

  #tellEdit(edit: Edit): void {
    this.#listeners.notify({
      label: this.#editing.labelOf(edit),
      undo: () => this.#put(this.#editing.inverse(edit)),
      redo: () => this.#put(edit),
    });
  }

  #sizeOf(edits: readonly Edit[]): number {
    return edits.reduce((sum, edit) => sum + this.#editing.sizeOf(edit), 0);
  }

  #setConflict(conflict: string | null): void {
    if (conflict !== this.#currentStatus.conflict) this.#setStatus({ ...this.#currentStatus, conflict });
  }

  #setStatus(status: DocumentStatus): void {
    this.#currentStatus = status;
    this.#changed({ kind: 'status' });
  }
}
