import path from 'node:path';
import type { ResponseOf } from '../../common/api/engine/engine-api';
import type {
  ResultsEdits,
  ResultsFormat,
  ResultsTables,
  SavedExports,
} from '../../common/api/engine/results';
import type { ComparisonView, ResultsSnapshot } from '../../common/api/views/results';
import { createListeners } from '../../common/listeners';
import { type EditsChange, type EditsHost, FileEdits } from '../editing/file-edits';
import type { Engine } from '../engine/engine';
import {
  effective,
  locationsOf,
  type OpenedResults,
  type ResultsOperation,
  resultsEditing,
} from './results-editing';
import { resultsSnapshot, tablesView } from './results-snapshot';

/** Services that a results document needs. */
export interface ResultsServices extends EditsHost {
  engine: Engine;
  /** Says which exports beside the results were updated, and which were not. */
  tellExports(results: string, exports: SavedExports): void;
}

/** Change for views; for an edit, sent once its statistics are computed. */
export type ResultsChange =
  | Exclude<EditsChange<ResultsOperation>, { kind: 'edited' }>
  | { kind: 'comparison' }
  | { kind: 'tables'; show: number[] };

/** An open results file; it outlives its views. */
export class ResultsDocument {
  readonly edits: FileEdits<OpenedResults, ResultsEdits, ResultsOperation>;
  /** Tables with all edits applied; available as soon as the file is read. */
  #tables: ResultsTables | undefined;
  /** Comparison with other results. */
  #compared: ComparisonView | null = null;
  /** Queue of computations after edits; settles when the last one is shown. */
  #computing: Promise<void> = Promise.resolve();
  readonly #engine: Engine;
  readonly #listeners = createListeners<ResultsChange>();

  constructor(
    readonly file: string,
    services: ResultsServices,
    backup?: string,
  ) {
    this.#engine = services.engine;
    this.edits = new FileEdits(
      { file, journals: services.journals, backup },
      {
        ...resultsEditing(services.engine, file, (exports) => services.tellExports(file, exports)),
        prepare: async (contents, edits) => {
          this.#tables = contents;
          if (edits !== contents.edits) await this.#compute();
        },
      },
      services,
      (change) => {
        if (change.kind === 'edited') this.#follow(change.edit);
        else this.#listeners.notify(change);
      },
    );
  }

  get comparison(): ComparisonView | null {
    return this.#compared;
  }

  /**
   * Path of the analysed recording, if it is found.
   *
   * @throws UserError when nothing is read
   */
  get recording(): string | undefined {
    const { trace } = this.edits.contents;
    return 'recipe' in trace ? trace.recipe.path : undefined;
  }

  /**
   * Channel and sweep of the analysed trace.
   *
   * @throws UserError when nothing is read
   */
  get analysed(): { channel: number; sweep: number | null } {
    const { channel, sweep } = this.edits.contents.source;
    return { channel, sweep };
  }

  onChange(listener: (change: ResultsChange) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  snapshot(): ResultsSnapshot {
    return this.edits.snapshot((contents) => {
      const noRecording = 'reason' in contents.trace ? contents.trace.reason : null;
      const { name, status } = this.edits;
      return resultsSnapshot(contents, this.#tables!, {
        name,
        noRecording,
        status,
        comparison: this.comparison,
      });
    });
  }

  get currentTables() {
    return tablesView(this.#tables!, this.edits.contents.points_before);
  }

  snippets(locations: Float64Array): Promise<Float32Array> {
    return this.#engine.request('resultSnippets', { ...this.#now(), locations });
  }

  picture(location: number): Promise<ResponseOf<'resultPicture'>> {
    return this.#engine.request('resultPicture', { ...this.#now(), location });
  }

  async trace(stretch: { from: number; to: number; columns: number }) {
    const { trace: source } = this.edits.contents;
    if ('reason' in source) return source;
    return this.#engine.request('window', { recipe: source.recipe, as: 'measured', ...stretch });
  }

  prediction(stretch: { from: number; to: number; columns: number }) {
    return this.#engine.request('resultPrediction', { path: this.file, ...stretch });
  }

  why(sample: number): Promise<ResponseOf<'why'>> {
    return this.#engine.request('why', { ...this.#now(), sample });
  }

  /** Applies an operation as one step of undo, if it changes anything. */
  async edit(operation: ResultsOperation): Promise<void> {
    const changing = effective(this.edits.state, this.#ofOwnEvents(operation));
    if (!changing) return;
    this.edits.edit(changing, undefined);
    await this.#computing;
  }

  /** Without locations at which the file has no event. */
  #ofOwnEvents(operation: ResultsOperation): ResultsOperation {
    if ('events' in operation || !this.#tables) return operation;
    const { events, deleted } = this.#tables;
    const added = this.edits.state.added.map(({ event }) => event);
    const own = new Set([...events, ...deleted, ...added].map(({ location }) => location));
    return { ...operation, locations: operation.locations.filter((location) => own.has(location)) };
  }

  /** Adds and measures an event near a sample; a deleted one there is restored instead. */
  async add(sample: number): Promise<{ location: number }> {
    await this.#computing;
    const added = await this.#engine.request('measureAdded', { ...this.#now(), sample });
    const { location } = added.event;
    if (this.#tables!.deleted.some((event) => event.location === location))
      await this.edit({ kind: 'restore', locations: [location] });
    else await this.edit({ kind: 'add', events: [added] });
    return { location };
  }

  /**
   * Compares with other results of the recording, or with times of its events (csv, or one per line).
   *
   * @throws UserError when they are of another recording, or no times
   */
  async compare(other: string): Promise<void> {
    const request = { ...this.#now(), other, tolerance_s: null };
    const comparison = await this.#engine.request('compareResults', request);
    this.#compared = { ...comparison, name: nameBeside(other, this.file) };
    this.#listeners.notify({ kind: 'comparison' });
  }

  endComparison(): void {
    this.#compared = null;
    this.#listeners.notify({ kind: 'comparison' });
  }

  /** File names of exports. */
  exportedNames(endings: readonly string[]): string[] {
    return endings.map((ending) => `${this.#stem}_${ending}`);
  }

  async exportTo(folder: string, formats: ResultsFormat[], overwrite: boolean): Promise<string[]> {
    const request = { ...this.#now(), folder, stem: this.#stem, formats, overwrite };
    return (await this.#engine.request('exportEditedResults', request)).files;
  }

  dispose(): void {
    this.edits.dispose();
    this.#listeners.clear();
  }

  get #stem(): string {
    return path.parse(this.edits.contents.source.path || this.file).name;
  }

  #now(): { path: string; edits: ResultsEdits } {
    return { path: this.file, edits: this.edits.state };
  }

  /** Computes statistics after an edit and shows them, or the failure. */
  #follow(operation: ResultsOperation): void {
    this.#computing = this.#compute().then(
      () => this.#listeners.notify({ kind: 'tables', show: locationsOf(operation) }),
      (thrown) => this.edits.fail(thrown),
    );
  }

  #compute(): Promise<void> {
    const turn = this.#computing.then(async () => {
      const now = this.#now();
      const ask = () => this.#engine.request('editedResults', now);
      // The engine may have crashed in between: the next request restarts it.
      const tables = await ask().catch(ask);
      // Only the last of several quick edits is computed.
      if (now.edits === this.edits.state) this.#tables = tables;
    });
    this.#computing = turn.catch(() => {});
    return turn;
  }
}

/** Name of a file; with its folder if the other file has the same name. */
function nameBeside(file: string, other: string): string {
  const name = path.basename(file);
  return name === path.basename(other) ? path.join(path.basename(path.dirname(file)), name) : name;
}
