import path from 'node:path';
import type { Computing } from '../../common/api/engine/computing';
import type { ResponseOf } from '../../common/api/engine/engine-api';
import type { TrainingSetContents } from '../../common/api/engine/training';
import type {
  AgreementView,
  ScoringSnapshot,
  WindowOrigins,
  WindowSamples,
} from '../../common/api/views/scoring';
import { UserError } from '../../common/errors';
import { type Direction, mainDirection } from '../../common/events/direction';
import { createListeners } from '../../common/listeners';
import { defaultParameters, type WrittenParameters } from '../../common/parameters/parameters';
import { type Score, UNSCORED } from '../../common/training/training-set';
import { type EditsChange, type EditsHost, FileEdits } from '../editing/file-edits';
import type { Engine } from '../engine/engine';
import { scoringKeys } from '../key-list';
import { type ScoreEdit, scoreEdit, scoreEditing } from './score-editing';

/** Services that a scoring document needs. */
export interface ScoringServices extends EditsHost {
  engine: Engine;
  /**
   * Present values of the settings.
   *
   * @throws UserError
   */
  parameters(): WrittenParameters;
  computing(): Computing;
  bookmarks: { get(): number[]; set(windows: number[]): void };
  /** Whether the user has said that score 2 means excluded in this file. */
  twosExcluded: { get(): boolean; set(): void };
}

/** Number of windows sent with the first one on either side: as many as a view shows as thumbnails beside it. */
const BESIDE = 10;

/** Change for views. */
export type ScoringChange = EditsChange<ScoreEdit> | { kind: 'agreement' };

/** An open training set; its windows stay in the file. It outlives its views. */
export class ScoringDocument {
  readonly #services: ScoringServices;
  readonly edits: FileEdits<TrainingSetContents, Int8Array, ScoreEdit>;
  #first: WindowSamples | null = null;
  #agreement: AgreementView | null = null;
  readonly #listeners = createListeners<ScoringChange>();

  constructor(
    readonly file: string,
    services: ScoringServices,
    backup?: string,
  ) {
    this.#services = services;
    const { engine, journals } = services;
    this.edits = new FileEdits(
      { file, journals, backup },
      {
        ...scoreEditing(engine, file),
        prepare: async (_, scores) => {
          this.#first = await this.#readFirst(scores);
        },
      },
      services,
      this.#listeners.notify,
    );
  }

  /**
   * Number of windows.
   *
   * @throws UserError when the file is not read
   */
  get windows(): number {
    return this.edits.state.length;
  }

  onChange(listener: (change: ScoringChange) => void): { dispose(): void } {
    return this.#listeners.add(listener);
  }

  snapshot(): ScoringSnapshot {
    return this.edits.snapshot((contents, scores) => {
      const { windows, length, rate_hz, unit, sources } = contents;
      return {
        kind: 'ready',
        name: this.edits.name,
        windows,
        length,
        rate_hz,
        unit,
        direction: contents.direction ?? this.#directionMeant(),
        scores,
        sources,
        asksTwos: !contents.tells_unscored && !this.#services.twosExcluded.get(),
        first: this.#first,
        bookmarks: this.#services.bookmarks.get(),
        agreement: this.#agreement,
        status: this.edits.status,
        keys: scoringKeys,
      };
    });
  }

  /** A wrong setting does not prevent scoring; computations that use it report it. */
  #directionMeant(): Direction {
    try {
      return mainDirection(this.#services.parameters());
    } catch (thrown) {
      if (!(thrown instanceof UserError)) throw thrown;
      return mainDirection(defaultParameters());
    }
  }

  get currentAgreement(): AgreementView | null {
    return this.#agreement;
  }

  readWindows(windows: Int32Array): Promise<Float32Array> {
    return this.#services.engine.request('trainingWindows', { path: this.file, windows });
  }

  /** Origins of the windows; not in the snapshot, which delays the first picture. */
  origins(): WindowOrigins {
    const { source, starts } = this.edits.contents;
    return { source, starts };
  }

  features(): Promise<ResponseOf<'trainingFeatures'>> {
    return this.#services.engine.request('trainingFeatures', { path: this.file });
  }

  surroundings(request: { window: number; columns: number; widths: number }) {
    return this.#services.engine.request('trainingSurroundings', { path: this.file, ...request });
  }

  async probabilities(windows: Int32Array): Promise<ResponseOf<'trainingProbabilities'>> {
    const { parameters, computing } = this.#services;
    const request = { path: this.file, windows, parameters: parameters(), ...computing() };
    return this.#services.engine.request('trainingProbabilities', request);
  }

  /**
   * Compares with another file of the same windows.
   *
   * @throws UserError when its windows differ
   */
  async compare(other: string): Promise<void> {
    const request = { path: this.file, scores: this.edits.state, other };
    const agreement = await this.#services.engine.request('scoreAgreement', request);
    this.#agreement = { ...agreement, name: path.basename(other) };
    this.#listeners.notify({ kind: 'agreement' });
  }

  /** Scores windows as one step of undo. `by` is the view that already shows it. */
  score(windows: Int32Array, score: Score, by: unknown): void {
    const edit = scoreEdit(this.edits.state, windows, score);
    if (edit) this.edits.edit(edit, by);
  }

  /** The user has said what score 2 means in this file; it is not asked again. */
  twosAreExcluded(): void {
    this.#services.twosExcluded.set();
  }

  bookmark(window: number, on: boolean): void {
    if (window >= this.edits.state.length) return;
    const { bookmarks } = this.#services;
    const others = bookmarks.get().filter((other) => other !== window);
    bookmarks.set(on ? [...others, window].sort((a, b) => a - b) : others);
  }

  /** The first window to score and its neighbours. If they are unreadable, the view's own request reports why. */
  async #readFirst(scores: Int8Array): Promise<WindowSamples | null> {
    const middle = Math.max(0, scores.indexOf(UNSCORED));
    const from = Math.max(0, middle - BESIDE);
    const to = Math.min(scores.length, middle + BESIDE + 1);
    const windows = Int32Array.from({ length: to - from }, (_, i) => from + i);
    const samples = await this.readWindows(windows).catch(() => null);
    return samples && { windows, samples };
  }

  dispose(): void {
    this.edits.dispose();
    this.#listeners.clear();
  }
}
