import path from 'node:path';
import type { EvaluationReport, TrainingReport } from '../../common/api/engine/training';
import type { ShownProgress } from '../../common/api/views/document';
import type { TrainingNotices, TrainingSnapshot } from '../../common/api/views/training';
import type { EpochRecord } from '../../common/epoch-record';
import { CancelledError, messageOf } from '../../common/errors';
import type { Progress } from '../../common/task';
import { timeLeft } from '../../common/text/duration';

/** The work of a job: sends a request to the engine, reports progress, and can be stopped. */
export type Work = (options: {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}) => Promise<TrainingReport | EvaluationReport>;

export interface JobDescription {
  kind: TrainingSnapshot['kind'];
  /** Absolute path. */
  model: string;
  /**
   * The request, made anew by every run, so that corrected settings take effect.
   *
   * @throws UserError
   */
  plan(how: RunOptions): Plan;
}

export interface RunOptions {
  /** Continues the training that has ended, in place of a new one. */
  trainOn: boolean;
}

export interface Plan {
  setup: TrainingSnapshot['setup'];
  /** At most, in each fold; null: the engine decides by the number of windows. */
  epochs: number | null;
  folds: number;
  /** Absent for an evaluation; null: the engine decides. */
  patience?: number | null;
  work: Work;
}

const starting: ShownProgress = { phase: 'starting', fraction: null, text: '' };

/** Notices of a job. */
type JobNotice = Exclude<keyof TrainingNotices, 'inUse'>;

type Listener = <K extends JobNotice>(name: K, notice: TrainingNotices[K]) => void;

/** A training or evaluation; it outlives its view, which may be closed and reopened while it runs. */
export class TrainingJob {
  #state: TrainingSnapshot['state'] = 'running';
  #progress = starting;
  #history: EpochRecord[] = [];
  #resumedAfter = 0;
  #result: TrainingReport | EvaluationReport | null = null;
  #failure: string | null = null;
  #cancel = new AbortController();
  readonly #listeners = new Set<Listener>();

  #plan: Plan;

  /** @throws UserError when the request cannot be made */
  constructor(readonly description: JobDescription) {
    this.#plan = description.plan({ trainOn: false });
  }

  get report(): TrainingReport | EvaluationReport | null {
    return this.#result;
  }

  onNotice(listener: Listener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  snapshot(): TrainingSnapshot {
    const { kind, model } = this.description;
    const { setup, epochs, folds, patience = null } = this.#plan;
    return {
      kind,
      model: path.basename(model),
      setup,
      epochs,
      folds,
      patience,
      resumedAfter: this.#resumedAfter,
      state: this.#state,
      progress: this.#progress,
      history: this.#history,
      report: this.#result,
      failure: this.#failure,
    };
  }

  /** Runs the job, also again after it has ended; its outcome is in the snapshot. Never rejects. */
  async run(how: RunOptions = { trainOn: false }): Promise<void> {
    this.#cancel = new AbortController();
    this.#state = 'running';
    this.#progress = starting;
    this.#history = [];
    this.#resumedAfter = 0;
    this.#result = null;
    this.#failure = null;
    this.#tell('snapshot', this.snapshot());
    try {
      this.#plan = this.description.plan(how);
      this.#result = await this.#plan.work({
        signal: this.#cancel.signal,
        onProgress: (progress) => this.#onProgress(progress),
      });
      this.#state = 'done';
    } catch (thrown) {
      this.#state = thrown instanceof CancelledError ? 'cancelled' : 'failed';
      if (this.#state === 'failed') this.#failure = messageOf(thrown);
    }
    this.#tell('snapshot', this.snapshot());
  }

  /** Stops the training at the next batch; after the first epoch, the best model so far is saved. */
  stop(): void {
    this.#cancel.abort();
  }

  #onProgress({ phase, done, total, unit, epoch, patience, earlier }: Progress): void {
    if (patience !== undefined) this.#takeLimits(total / this.#plan.folds, patience);
    const fraction = total > 0 ? Math.min(1, done / total) : null;
    if (epoch) this.#history = [...this.#history, epoch];
    if (earlier) this.#resumedAfter++;
    const text = epoch || phase === 'training' ? this.#pace() : `${done} of ${total} ${unit}`;
    this.#progress = { phase, fraction, text };
    if (earlier) this.#tell('snapshot', this.snapshot());
    else if (epoch) this.#tell('epoch', { record: epoch, progress: this.#progress });
    else this.#tell('progress', this.#progress);
  }

  /** Limits decided by the engine once it had counted the windows. */
  #takeLimits(epochs: number, patience: number): void {
    if (this.#plan.epochs === epochs && this.#plan.patience === patience) return;
    this.#plan = { ...this.#plan, epochs, patience };
    this.#tell('snapshot', this.snapshot());
  }

  /** Early stopping usually ends it sooner, so the time left is an upper bound. */
  #pace(): string {
    const history = this.#history;
    if (history.length === 0) return '';
    const perEpoch = history.reduce((sum, { seconds }) => sum + seconds, 0) / history.length;
    const { folds } = this.#plan;
    const epochs = this.#plan.epochs ?? 0;
    const { fold, epoch } = history.at(-1)!;
    const left = Math.max(0, (folds - fold) * epochs + epochs - epoch) * perEpoch;
    const pace = perEpoch < 10 ? `${perEpoch.toPrecision(2)} s` : timeLeft(perEpoch);
    return `${pace} per epoch, at most ${timeLeft(left)} left`;
  }

  #tell<K extends JobNotice>(name: K, notice: TrainingNotices[K]): void {
    for (const listener of this.#listeners) listener(name, notice);
  }
}
