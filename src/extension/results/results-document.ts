import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ResponseOf, ResultsContents, ResultsTables } from '../../engine/api';
import { CancelledError, messageOf, UserError } from '../../engine/errors';
import { isObject, jsonValue } from '../../engine/files/json';
import type { ResultsEdits, ResultsFormat, SourceTrace } from '../../engine/results/editing';
import { diskState } from '../documents/disk-state';
import type { DocumentEdit, EditableDocument } from '../documents/editable-document';
import { type Journal, openJournal } from '../documents/journal';
import type { Engine } from '../engine/engine';
import type { ComparisonView, ResultsSnapshot, ResultsStatus } from '../webview-protocol/results';
import {
  applied,
  effective,
  inverse,
  labelOf,
  locationsOf,
  operationsBetween,
  type ResultsOperation,
  readOperation,
  writtenOperation,
} from './results-operation';
import { resultsSnapshot } from './results-snapshot';
import { tablesView } from './tables-view';

/** What a document of results needs of the world around it. */
export interface ResultsServices {
  engine: Engine;
  /** Folder of the journals. */
  journals: string;
  /** Asks what to do about a file that another program has changed, before it is saved. */
  askAboutConflict(conflict: string): Promise<'keepMine' | 'takeTheirs' | undefined>;
}

/** What changed, told to views. */
export type ResultsChange =
  | { kind: 'snapshot' }
  | { kind: 'status' }
  | { kind: 'comparison' }
  | { kind: 'tables'; show: number[] };

const nothing: ResultsEdits = { deleted: [], excluded: [], added: [] };

/**
 * Results that are being gone through. What is deleted, left out and added lives here and in the journal until
 * it is saved; the file has the events. It outlives its views.
 */
export class ResultsDocument implements EditableDocument {
  private contents: ResultsContents | undefined;
  private tables: ResultsTables | undefined;
  private source: SourceTrace | { reason: string } = { reason: '' };
  private failure: string | undefined;
  private edits = nothing;
  /** As they are in the file. */
  private saved = nothing;
  private onDisk: string | undefined;
  private journal: Journal | undefined;
  private recovered: ResultsOperation[] = [];
  private status: ResultsStatus = { recovered: 0, conflict: null };
  private compared: { other: string; view: ComparisonView } | undefined;
  /** Edits are computed one after the other. */
  private computing: Promise<void> = Promise.resolve();
  private saving = false;
  private readonly changeListeners = new Set<(change: ResultsChange) => void>();
  private readonly editListeners = new Set<(edit: DocumentEdit) => void>();
  /** The first opening; never rejects. */
  readonly opened: Promise<void>;

  constructor(
    readonly file: string,
    private readonly services: ResultsServices,
    private readonly backup?: string,
  ) {
    this.opened = this.open();
  }

  get name(): string {
    return path.basename(this.file);
  }

  get currentStatus(): ResultsStatus {
    return this.status;
  }

  get comparison(): ComparisonView | null {
    return this.compared?.view ?? null;
  }

  /** The recording that the events are from, where it is to be had. */
  get recording(): string | undefined {
    return 'trace' in this.source ? this.source.trace.path : undefined;
  }

  /** What the events were looked for in. */
  get analysed(): { channel: number; sweep: number | null } {
    const { channel = 0, sweep = null } = this.contents?.source ?? {};
    return { channel, sweep };
  }

  onChange(listener: (change: ResultsChange) => void): { dispose(): void } {
    this.changeListeners.add(listener);
    return { dispose: () => void this.changeListeners.delete(listener) };
  }

  onEdit(listener: (edit: DocumentEdit) => void): { dispose(): void } {
    this.editListeners.add(listener);
    return { dispose: () => void this.editListeners.delete(listener) };
  }

  /** Reads the file, then what was edited but not saved. A failure is kept to be shown; it never rejects. */
  async open(): Promise<void> {
    this.failure = undefined;
    try {
      await this.load();
      const contents = this.contents!;
      const { journal, left } = await openJournal(
        this.services.journals,
        `${this.file}\n${contents.detection_key}`,
      );
      const kept = [...(await this.backedUp(contents.detection_key)), ...left];
      this.edits = kept.reduce<ResultsEdits>((edits, entry) => {
        const operation = readOperation(entry);
        const changing = operation && effective(edits, operation);
        return changing ? applied(edits, changing) : edits;
      }, this.saved);
      this.journal = journal;
      this.recovered = operationsBetween(this.saved, this.edits);
      this.status = { recovered: this.recovered.flatMap(locationsOf).length, conflict: null };
      this.journalUnsaved();
      if (this.recovered.length > 0) await this.compute();
    } catch (thrown) {
      this.failure = messageOf(thrown);
    }
    this.changed({ kind: 'snapshot' });
  }

  snapshot(): ResultsSnapshot {
    const { name, contents, tables } = this;
    if (this.failure !== undefined) return { kind: 'failed', name, message: this.failure };
    if (!contents || !tables) return { kind: 'opening', name };
    const noRecording = 'reason' in this.source ? this.source.reason : null;
    const { status, comparison } = this;
    return resultsSnapshot(contents, tables, { name, noRecording, status, comparison });
  }

  get currentTables() {
    return tablesView(this.tables!, this.contents!.points_before);
  }

  snippets(locations: Float64Array): Promise<Float32Array> {
    return this.services.engine.request('resultSnippets', { ...this.now(), locations });
  }

  picture(location: number): Promise<ResponseOf<'resultPicture'>> {
    return this.services.engine.request('resultPicture', { ...this.now(), location });
  }

  async trace(stretch: { from: number; to: number; columns: number }) {
    if ('reason' in this.source) return this.source;
    const { trace } = this.source;
    return this.services.engine.request('window', {
      trace,
      ...stretch,
      measuredWith: this.contents!.parameters,
    });
  }

  prediction(stretch: { from: number; to: number; columns: number }) {
    return this.services.engine.request('resultPrediction', { path: this.file, ...stretch });
  }

  why(sample: number): Promise<ResponseOf<'why'>> {
    return this.services.engine.request('why', { ...this.now(), sample });
  }

  /** One step of undo, where it changes anything. */
  async edit(operation: ResultsOperation): Promise<void> {
    const changing = effective(this.edits, operation);
    if (!changing) return;
    const computed = this.put(changing);
    this.tellEdit(changing);
    await computed;
  }

  /** Measures an event near a sample and adds it; one that was deleted there comes back instead. */
  async add(sample: number): Promise<{ location: number }> {
    await this.computing;
    const added = await this.services.engine.request('measureAdded', { ...this.now(), sample });
    const { location } = added.event;
    if (this.tables!.deleted.some((event) => event.location === location))
      await this.edit({ kind: 'restore', locations: [location] });
    else await this.edit({ kind: 'add', events: [added] });
    return { location };
  }

  /** Compares with other results of the recording. @throws UserError when they are of another one */
  async compare(other: string): Promise<void> {
    const request = { ...this.now(), other, tolerance_s: null };
    const comparison = await this.services.engine.request('compareResults', request);
    this.compared = { other, view: { ...comparison, name: path.basename(other) } };
    this.changed({ kind: 'comparison' });
  }

  endComparison(): void {
    this.compared = undefined;
    this.changed({ kind: 'comparison' });
  }

  /** What exported files are called. */
  exportedNames(endings: readonly string[]): string[] {
    return endings.map((ending) => `${this.stem}_${ending}`);
  }

  async exportTo(folder: string, formats: ResultsFormat[], overwrite: boolean): Promise<string[]> {
    const request = { ...this.now(), folder, stem: this.stem, formats, overwrite };
    return (await this.services.engine.request('exportEditedResults', request)).files;
  }

  shown(): void {
    const { recovered } = this;
    this.recovered = [];
    // VS Code keeps track of edits only once the editor is there; these make the document unsaved.
    for (const operation of recovered) this.tellEdit(operation);
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
    await this.write();
    this.setStatus({ recovered: 0, conflict: null });
  }

  async saveAs(target: string): Promise<void> {
    if (target === this.file) return this.save();
    await this.services.engine.request('saveResults', { ...this.now(), target });
    // They are safe there; this file keeps what it had.
    this.journal?.restart(undefined);
  }

  async revert(): Promise<void> {
    await this.load();
    this.edits = this.saved;
    this.status = { recovered: 0, conflict: null };
    this.journalUnsaved();
    this.changed({ kind: 'snapshot' });
  }

  async backUp(file: string): Promise<void> {
    if (!this.contents) return;
    const operations = operationsBetween(this.saved, this.edits).map(writtenOperation);
    await writeFile(file, JSON.stringify({ key: this.contents.detection_key, operations }));
  }

  /** Looks whether another program has changed the file, and takes what it holds where that loses nothing. */
  async look(): Promise<void> {
    if (!this.contents || this.saving) return;
    const now = await diskState(this.file);
    if (now === this.onDisk || this.saving) return;
    if (now === undefined)
      return this.setConflict(
        `${this.name} has been moved or deleted: put it back to go on. What you edited is kept.`,
      );
    if (operationsBetween(this.saved, this.edits).length === 0) return this.revert();
    this.setConflict(`Another program has changed ${this.name}.`);
  }

  /** Answers a conflict: our edits on top of what the file holds now, or what it holds. */
  async resolve(answer: 'keepMine' | 'takeTheirs'): Promise<void> {
    if (answer === 'takeTheirs') return this.revert();
    const mine = operationsBetween(this.saved, this.edits);
    await this.load();
    this.edits = mine.reduce((edits, operation) => {
      const changing = effective(edits, operation);
      return changing ? applied(edits, changing) : edits;
    }, this.saved);
    this.journalUnsaved();
    this.status = { ...this.status, conflict: null };
    await this.compute();
    this.changed({ kind: 'snapshot' });
  }

  dispose(): void {
    // What was not saved stays in the journal: closing is no decision against it, reverting is.
    this.journal?.close();
    this.changeListeners.clear();
    this.editListeners.clear();
  }

  private get stem(): string {
    return path.parse(this.contents?.source.path || this.file).name;
  }

  private now(): { path: string; edits: ResultsEdits } {
    return { path: this.file, edits: this.edits };
  }

  /** @throws UserError when the file holds other events than it did */
  private async load(): Promise<void> {
    const now = await diskState(this.file);
    const [contents, source] = await Promise.all([
      this.services.engine.request('results', { path: this.file }),
      this.services.engine.request('resultSource', { path: this.file }).catch((thrown) => ({
        reason: messageOf(thrown),
      })),
    ]);
    if (this.contents && contents.detection_key !== this.contents.detection_key)
      throw new UserError(`${this.name} holds other events now: close it and open it again.`);
    this.onDisk = now;
    this.contents = contents;
    this.source = source;
    this.tables = contents;
    this.saved = contents.edits;
  }

  private async write(): Promise<void> {
    const { edits } = this;
    this.saving = true;
    try {
      await this.services.engine.request('saveResults', { ...this.now(), target: this.file });
      this.onDisk = await diskState(this.file);
      this.saved = edits;
      this.journalUnsaved();
    } finally {
      this.saving = false;
    }
  }

  private async backedUp(key: string): Promise<readonly unknown[]> {
    const backup = this.backup && jsonValue(await readFile(this.backup, 'utf8').catch(() => ''));
    const operations = isObject(backup) && backup['key'] === key ? backup['operations'] : [];
    return Array.isArray(operations) ? operations : [];
  }

  /** Takes an operation over, on disk at once; what follows from it is computed and shown soon after. */
  private put(operation: ResultsOperation): Promise<void> {
    this.journal?.append(writtenOperation(operation));
    this.edits = applied(this.edits, operation);
    return this.compute().then(
      () => this.changed({ kind: 'tables', show: locationsOf(operation) }),
      (thrown) => {
        this.failure = messageOf(thrown);
        this.changed({ kind: 'snapshot' });
      },
    );
  }

  private compute(): Promise<void> {
    const turn = this.computing.then(async () => {
      const { edits } = this;
      const tables = await this.services.engine.request('editedResults', this.now());
      // Of edits in quick succession the last one counts.
      if (edits === this.edits) this.tables = tables;
    });
    this.computing = turn.catch(() => {});
    return turn;
  }

  private tellEdit(operation: ResultsOperation): void {
    const told: DocumentEdit = {
      label: labelOf(operation),
      undo: () => void this.put(inverse(operation)),
      redo: () => void this.put(operation),
    };
    for (const listener of this.editListeners) listener(told);
  }

  private journalUnsaved(): void {
    const operations = operationsBetween(this.saved, this.edits);
    this.journal?.restart(undefined);
    for (const operation of operations) this.journal?.append(writtenOperation(operation));
  }

  private setConflict(conflict: string): void {
    this.setStatus({ ...this.status, conflict });
  }

  private setStatus(status: ResultsStatus): void {
    this.status = status;
    this.changed({ kind: 'status' });
  }

  private changed(change: ResultsChange): void {
    for (const listener of this.changeListeners) listener(change);
  }
}
