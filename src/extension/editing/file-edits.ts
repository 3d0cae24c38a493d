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

/** Services that FileEdits needs. */
export interface EditsHost {
  /** Folder of the journals. */
  journals: string;
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
  private draft: Draft<Contents, State, Edit> | undefined;
  private failure: string | undefined;
  private recovered: Edit[] = [];
  private currentStatus: DocumentStatus = { recovered: 0, conflict: null };
  private saving = false;
  private readonly listeners = createListeners<DocumentEdit>();
  private readonly watching: { dispose(): void };
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;
  /** Actions of the views' buttons. */
  readonly actions: Readonly<Record<DocumentAction, () => Promise<void> | void>> = {
    retry: () => this.open(),
    keepMine: () => this.resolve('keepMine'),
    takeTheirs: () => this.resolve('takeTheirs'),
    dismissNote: () => this.setStatus({ ...this.currentStatus, recovered: 0 }),
  };

  /** @param changed called after every change */
  constructor(
    private readonly place: DraftPlace,
    private readonly editing: Editing<Contents, State, Edit>,
    private readonly host: Pick<EditsHost, 'watch' | 'askAboutConflict'>,
    private readonly changed: (change: EditsChange<Edit>) => void,
  ) {
    this.watching = host.watch(place.file, () => this.checkDisk());
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.place.file);
  }

  /** @throws UserError when the file is not read */
  get contents(): Contents {
    return this.loadedDraft.contents;
  }

  /** @throws UserError when the file is not read */
  get state(): State {
    return this.loadedDraft.state;
  }

  get status(): DocumentStatus {
    return this.currentStatus;
  }

  /** Number of items with unsaved edits. */
  get unsaved(): number {
    return this.sizeOf(this.draft?.unsaved ?? []);
  }

  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void } {
    return this.listeners.add(listener);
  }

  /** Snapshot for a view: `ready` creates it once the file is read. */
  snapshot<Ready>(
    ready: (contents: Contents, state: State) => Ready,
  ): Ready | OpeningSnapshot | FailedSnapshot {
    const { name, failure, draft } = this;
    if (failure !== undefined) return { kind: 'failed', name, message: failure };
    return draft ? ready(draft.contents, draft.state) : { kind: 'opening', name };
  }

  /** Applies an edit, if it changes anything, as one step of undo. */
  edit(edit: Edit, by: unknown): void {
    this.put(edit, by);
    this.tellEdit(edit);
  }

  /** The derived data of the edits cannot be computed: views show the failure until the file is read again. */
  fail(thrown: unknown): void {
    this.failure = messageOf(thrown);
    this.changed({ kind: 'snapshot' });
  }

  shown(): void {
    const { recovered } = this;
    this.recovered = [];
    // VS Code tracks edits only once the editor exists; these mark the document as unsaved.
    for (const edit of recovered) this.tellEdit(edit);
  }

  async save(): Promise<void> {
    await this.checkDisk();
    if (this.currentStatus.conflict !== null) {
      const answer = await this.host.askAboutConflict(this.currentStatus.conflict);
      if (!answer) throw new CancelledError();
      await this.resolve(answer);
    }
    this.saving = true;
    try {
      await this.loadedDraft.save();
    } finally {
      this.saving = false;
    }
    this.setStatus({ recovered: 0, conflict: null });
  }

  async saveAs(target: string): Promise<void> {
    if (target === this.place.file) await this.save();
    else await this.loadedDraft.saveAs(target);
  }

  async revert(): Promise<void> {
    await this.loadedDraft.revert();
    this.currentStatus = { recovered: 0, conflict: null };
    await this.show();
  }

  async backUp(file: string): Promise<void> {
    await this.draft?.backUp(file);
  }

  /** Checks whether another program has changed the file, and reloads it if nothing is lost. */
  async checkDisk(): Promise<void> {
    const { draft, name, editing } = this;
    if (!draft || this.saving) return;
    const known = draft.onDisk;
    const onDisk = await fileStamp(this.place.file);
    if (onDisk === known) return this.setConflict(null);
    if (onDisk === undefined)
      return this.setConflict(`${name} was moved or deleted. Restore it to continue; your edits are kept.`);
    const contents = await editing.read().catch((thrown: unknown) => {
      if (thrown instanceof UserError) return thrown;
      throw thrown;
    });
    // It was saved in the meantime: the contents read may be older.
    if (this.saving || draft.onDisk !== known) return;
    // The contents are of another kind, or a copy is in progress.
    if (contents instanceof UserError) return this.setConflict(`${contents.message} Your edits are kept.`);
    if (!draft.isAbout(contents))
      return this.setConflict(
        `${name} now contains other ${editing.subject}. Restore the old file; your edits are kept.`,
      );
    const states = draft.changedIn(contents);
    if (!states) {
      draft.touched(onDisk);
      return this.setConflict(null);
    }
    if (draft.unsaved.length > 0) return this.setConflict(editing.conflictOf(states));
    draft.take({ contents, onDisk });
    this.currentStatus = { ...this.currentStatus, conflict: null };
    await this.show();
  }

  async resolve(answer: ConflictAnswer): Promise<void> {
    if (answer === 'takeTheirs') return this.revert();
    await this.loadedDraft.rebase();
    this.currentStatus = { ...this.currentStatus, conflict: null };
    await this.show();
  }

  dispose(): void {
    this.watching.dispose();
    this.draft?.close();
    this.listeners.clear();
  }

  private get loadedDraft(): Draft<Contents, State, Edit> {
    if (!this.draft) throw new UserError(this.failure ?? `${this.name} is still being read.`);
    return this.draft;
  }

  /** Reads the file, for the first time or again. A failure is stored to be shown; it never rejects. */
  private async open(): Promise<void> {
    try {
      if (this.draft) await this.draft.rebase();
      else {
        this.draft = await Draft.open(this.place, this.editing);
        this.recovered = this.draft.unsaved;
        this.currentStatus = { recovered: this.sizeOf(this.recovered), conflict: null };
      }
      await this.show();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Shows a state that did not come from an edit. */
  private async show(): Promise<void> {
    const { contents, state } = this.loadedDraft;
    await this.editing.prepare?.(contents, state);
    this.failure = undefined;
    this.changed({ kind: 'snapshot' });
  }

  private put(edit: Edit, by?: unknown): void {
    // Journaled before it is shown.
    this.loadedDraft.put(edit);
    this.changed({ kind: 'edited', edit, by });
  }

  private tellEdit(edit: Edit): void {
    this.listeners.notify({
      label: this.editing.labelOf(edit),
      undo: () => this.put(this.editing.inverse(edit)),
      redo: () => this.put(edit),
    });
  }

  private sizeOf(edits: readonly Edit[]): number {
    return edits.reduce((sum, edit) => sum + this.editing.sizeOf(edit), 0);
  }

  private setConflict(conflict: string | null): void {
    if (conflict !== this.currentStatus.conflict) this.setStatus({ ...this.currentStatus, conflict });
  }

  private setStatus(status: DocumentStatus): void {
    this.currentStatus = status;
    this.changed({ kind: 'status' });
  }
}
