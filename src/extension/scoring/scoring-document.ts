import path from 'node:path';
import type { ResponseOf, TrainingSetContents } from '../../engine/api';
import { CancelledError, messageOf, UserError } from '../../engine/errors';
import type { Parameters } from '../../engine/parameters/parameters';
import type { Score } from '../../engine/training/training-set';
import { diskState } from '../documents/disk-state';
import type { DocumentEdit, EditableDocument } from '../documents/editable-document';
import type { Engine } from '../engine/engine';
import { progressText } from '../progress/progress-text';
import type { AgreementView, ScoringSnapshot, ScoringStatus } from '../webview-protocol/scoring';
import { readBackup, writeBackup } from './backup';
import { openScoreJournal, type ScoreJournal } from './journal';
import { applyScores, editBetween, labelOf, mergedScores, type ScoreEdit, scoreEdit } from './score-edit';
import { scoringKeys } from './scoring-keys';

/** What a scoring document needs of the world around it. */
export interface ScoringServices {
  engine: Engine;
  /** Folder of the journals. */
  journals: string;
  /** Of the settings, now. @throws UserError */
  parameters(): Parameters;
  backend(): { choice: 'auto' | 'cpu' | 'gpu' | 'tensorflow'; threads?: number };
  bookmarks: { get(): number[]; set(windows: number[]): void };
  /** Asks what to do about a file that another program has changed, before it is saved. */
  askAboutConflict(conflict: string): Promise<'keepMine' | 'takeTheirs' | undefined>;
}

/** What changed, told to views: `from` is the one that knows already. */
export type ScoringChange =
  | { kind: 'snapshot' }
  | { kind: 'status' }
  | { kind: 'agreement' }
  | { kind: 'progress'; text: string; fraction: number | null }
  | { kind: 'progressed' }
  | { kind: 'scores'; windows: Int32Array; scores: Int8Array; show: boolean; from: unknown };

/**
 * A training set that is being scored. The scores live here and in the journal until they are saved; the
 * windows stay in the file. It outlives its views.
 */
export class ScoringDocument implements EditableDocument {
  private contents: TrainingSetContents | undefined;
  private failure: string | undefined;
  private scores: Int8Array = new Int8Array();
  /** As they are in the file. */
  private saved: Int8Array = new Int8Array();
  private onDisk: string | undefined;
  private journal: ScoreJournal | undefined;
  private recovered: ScoreEdit | undefined;
  private status: ScoringStatus = { recovered: 0, conflict: null };
  private agreement: AgreementView | null = null;
  private saving = false;
  private readonly changeListeners = new Set<(change: ScoringChange) => void>();
  private readonly editListeners = new Set<(edit: DocumentEdit) => void>();
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;

  constructor(
    readonly file: string,
    private readonly services: ScoringServices,
    private readonly backup?: string,
  ) {
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.file);
  }

  /** Scores that are not in the file. */
  get unsaved(): number {
    return editBetween(this.saved, this.scores)?.windows.length ?? 0;
  }

  get windows(): number {
    return this.scores.length;
  }

  onChange(listener: (change: ScoringChange) => void): { dispose(): void } {
    this.changeListeners.add(listener);
    return { dispose: () => void this.changeListeners.delete(listener) };
  }

  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void } {
    this.editListeners.add(listener);
    return { dispose: () => void this.editListeners.delete(listener) };
  }

  /** Reads the file, then what was scored but not saved. A failure is kept to be shown; it never rejects. */
  async open(): Promise<void> {
    this.failure = undefined;
    try {
      this.onDisk = await diskState(this.file);
      const contents = await this.services.engine.request('trainingSet', { path: this.file });
      const { journal, left } = await openScoreJournal(
        this.services.journals,
        `${this.file}\n${contents.windows_key}`,
      );
      const scores = (await this.backedUp(contents)) ?? contents.scores.slice();
      for (const entry of left)
        if (entry.windows.every((window) => window >= 0 && window < scores.length))
          applyScores(scores, entry.windows, entry.scores);
      this.contents = contents;
      this.saved = contents.scores;
      this.scores = scores;
      this.journal = journal;
      this.recovered = editBetween(this.saved, scores);
      this.status = { recovered: this.recovered?.windows.length ?? 0, conflict: null };
      this.journalUnsaved();
    } catch (thrown) {
      this.failure = messageOf(thrown);
    }
    this.changed({ kind: 'snapshot' });
  }

  snapshot(): ScoringSnapshot {
    const { name, contents } = this;
    if (this.failure !== undefined) return { kind: 'failed', name, message: this.failure };
    if (!contents) return { kind: 'opening', name };
    const { windows, length, rate_hz, unit, sources, source, starts } = contents;
    return {
      kind: 'ready',
      name,
      windows,
      length,
      rate_hz,
      unit,
      direction: contents.direction ?? this.services.parameters().event_direction,
      scores: this.scores,
      sources,
      source,
      starts,
      bookmarks: this.services.bookmarks.get(),
      agreement: this.agreement,
      status: this.status,
      keys: scoringKeys,
    };
  }

  get currentStatus(): ScoringStatus {
    return this.status;
  }

  get currentAgreement(): AgreementView | null {
    return this.agreement;
  }

  readWindows(windows: Int32Array): Promise<Float32Array> {
    return this.services.engine.request('trainingWindows', { path: this.file, windows });
  }

  features(): Promise<ResponseOf<'trainingFeatures'>> {
    return this.services.engine.request('trainingFeatures', { path: this.file });
  }

  surroundings(request: { window: number; columns: number; widths: number }) {
    return this.services.engine.request('trainingSurroundings', { path: this.file, ...request });
  }

  async probabilities(): Promise<ResponseOf<'trainingProbabilities'>> {
    const { choice: backend, threads } = this.services.backend();
    const request = { path: this.file, parameters: this.services.parameters(), backend, threads };
    const toText = progressText();
    try {
      return await this.services.engine.request('trainingProbabilities', request, {
        onProgress: (progress) => this.changed({ kind: 'progress', ...toText(progress) }),
      });
    } finally {
      this.changed({ kind: 'progressed' });
    }
  }

  /** Compares with another file of the same windows. @throws UserError when it holds others */
  async compare(other: string): Promise<void> {
    const request = { path: this.file, scores: this.scores, other };
    const agreement = await this.services.engine.request('scoreAgreement', request);
    this.agreement = { ...agreement, name: path.basename(other) };
    this.changed({ kind: 'agreement' });
  }

  /** Gives windows a score; one step of undo. `from` is the view that shows it already. */
  score(windows: Int32Array, score: Score, from: unknown): void {
    const edit = scoreEdit(this.scores, windows, score);
    if (!edit) return;
    this.put(edit.windows, edit.after, from, false);
    this.tellEdit(edit);
  }

  bookmark(window: number, on: boolean): void {
    const { bookmarks } = this.services;
    const others = bookmarks.get().filter((other) => other !== window);
    bookmarks.set(on ? [...others, window].sort((a, b) => a - b) : others);
  }

  shown(): void {
    const { recovered } = this;
    this.recovered = undefined;
    // VS Code keeps track of edits only once the editor is there; this one makes the document unsaved.
    if (recovered) this.tellEdit(recovered);
  }

  /** The user has read what there was to say. */
  dismissNote(): void {
    this.setStatus({ ...this.status, recovered: 0 });
  }

  async save(): Promise<void> {
    await this.look();
    if (this.status.conflict !== null) {
      const answer = await this.services.askAboutConflict(this.status.conflict);
      if (!answer) throw new CancelledError();
      await this.resolve(answer);
    }
    await this.write(this.file);
    this.setStatus({ ...this.status, conflict: null });
  }

  async saveAs(target: string): Promise<void> {
    if (target === this.file) return this.save();
    await this.services.engine.request('saveTrainingScores', {
      path: this.file,
      target,
      scores: this.scores,
    });
    // They are safe there; this file keeps the scores it had.
    this.journal?.restart(new Int32Array(), new Int8Array());
  }

  async revert(): Promise<void> {
    await this.load();
    this.become(this.saved);
    this.status = { recovered: 0, conflict: null };
    this.journalUnsaved();
    this.changed({ kind: 'snapshot' });
  }

  async backUp(file: string): Promise<void> {
    if (this.contents) await writeBackup(file, this.contents.windows_key, this.scores);
  }

  /** Looks whether another program has changed the file, and takes its scores where that loses nothing. */
  async look(): Promise<void> {
    if (!this.contents || this.saving) return;
    const now = await diskState(this.file);
    if (now === this.onDisk || this.saving) return;
    if (now === undefined)
      return this.setConflict(`${this.name} has been moved or deleted: save it under another name.`);
    const { windows_key, scores } = await this.services.engine.request('trainingSet', { path: this.file });
    if (windows_key !== this.contents.windows_key)
      return this.setConflict(`${this.name} holds other windows now: save these scores under another name.`);
    this.onDisk = now;
    if (!editBetween(this.saved, scores)) return;
    if (this.unsaved === 0) {
      this.saved = scores;
      this.become(scores);
      this.journalUnsaved();
      this.changed({ kind: 'snapshot' });
      return;
    }
    this.onDisk = undefined;
    const { clashes } = mergedScores(this.saved, this.scores, scores);
    const both = clashes > 0 ? ` ${clashes} of them you have scored differently.` : '';
    const theirs = editBetween(this.saved, scores)!.windows.length;
    this.setConflict(`Another program has changed ${theirs} scores in ${this.name}.${both}`);
  }

  /** Answers a conflict: our changes on top of what the file holds now, or what it holds. */
  async resolve(answer: 'keepMine' | 'takeTheirs'): Promise<void> {
    if (answer === 'takeTheirs') return this.revert();
    const [base, mine] = [this.saved, this.scores.slice()];
    await this.load();
    this.become(mergedScores(base, mine, this.saved).scores);
    this.journalUnsaved();
    this.status = { ...this.status, conflict: null };
    this.changed({ kind: 'snapshot' });
  }

  dispose(): void {
    // What was not saved stays in the journal: closing is no decision against it, reverting is.
    this.journal?.close();
    this.changeListeners.clear();
    this.editListeners.clear();
  }

  private async write(file: string): Promise<void> {
    const scores = this.scores.slice();
    this.saving = true;
    try {
      await this.services.engine.request('saveTrainingScores', { path: this.file, target: file, scores });
      this.onDisk = await diskState(file);
      this.saved = scores;
      this.journalUnsaved();
    } finally {
      this.saving = false;
    }
  }

  /** Takes the file's scores for the saved ones. @throws UserError when it holds other windows now */
  private async load(): Promise<void> {
    const now = await diskState(this.file);
    const contents = await this.services.engine.request('trainingSet', { path: this.file });
    if (this.contents && contents.windows !== this.contents.windows)
      throw new UserError(`${this.name} holds ${contents.windows} windows now: close it and open it again.`);
    this.onDisk = now;
    this.contents = contents;
    this.saved = contents.scores;
  }

  private async backedUp(contents: TrainingSetContents): Promise<Int8Array | undefined> {
    const scores = this.backup && (await readBackup(this.backup, contents.windows_key));
    return scores && scores.length === contents.windows ? scores : undefined;
  }

  private put(windows: Int32Array, values: Int8Array, from: unknown, show: boolean): void {
    // First to the disk, then to the screen.
    this.journal?.append(windows, values);
    applyScores(this.scores, windows, values);
    this.changed({ kind: 'scores', windows, scores: values, show, from });
  }

  private become(scores: Int8Array): void {
    const edit = editBetween(this.scores, scores);
    if (edit) this.put(edit.windows, edit.after, undefined, false);
  }

  private tellEdit(edit: ScoreEdit): void {
    const told: DocumentEdit = {
      label: labelOf(edit),
      undo: () => this.put(edit.windows, edit.before, undefined, true),
      redo: () => this.put(edit.windows, edit.after, undefined, true),
    };
    for (const listener of this.editListeners) listener(told);
  }

  private journalUnsaved(): void {
    const edit = editBetween(this.saved, this.scores);
    this.journal?.restart(edit?.windows ?? new Int32Array(), edit?.after ?? new Int8Array());
  }

  private setConflict(conflict: string): void {
    this.setStatus({ ...this.status, conflict });
  }

  private setStatus(status: ScoringStatus): void {
    this.status = status;
    this.changed({ kind: 'status' });
  }

  private changed(change: ScoringChange): void {
    for (const listener of this.changeListeners) listener(change);
  }
}
