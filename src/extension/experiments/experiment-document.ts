import path from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentComparison, ExperimentState } from '../../common/api/engine/experiments';
import type { ExperimentReady, ExperimentViewRow } from '../../common/api/views/experiment';
import { CancelledError, messageOf, UserError } from '../../common/errors';
import { createListeners } from '../../common/listeners';
import type { RowReport } from '../../common/row-report';
import type { Engine } from '../engine/engine';
import { experimentKeys } from '../key-list';
import { settingsLayers } from '../settings';
import type { ExperimentRuns, RunningExperiment } from './experiment-runs';
import { fieldOf, isIncluded, parseTable, type TextTable } from './table-text';

export interface ExperimentServices {
  engine: Engine;
  runs: ExperimentRuns;
  /** Recordings in the folders of a table that it lacks. */
  newRecordings(file: string, recordings: readonly string[]): Promise<string[]>;
  onFailed(thrown: unknown): void;
}

/** What has changed: everything, or the progress of a run alone. */
export type ExperimentChange = 'snapshot' | 'progress';

/** Edits come one after the other, and outputs are written several at a time. */
const SETTLED_MS = 250;
/** Jobs on a cluster are looked at this often while a view is shown. */
const CLUSTER_MS = 5000;

/**
 * An open table of recordings, with what is known of its rows. The table is a text document of VS Code, which owns edits,
 * undo and saving; the status of rows is the engine's, read from the files of earlier runs.
 */
export class ExperimentDocument {
  readonly file: string;
  #table: TextTable;
  #state: ExperimentState | undefined;
  #problem: string | null = null;
  #found: string[] = [];
  #reading: AbortController | undefined;
  #comparing: AbortController | undefined;
  #timer: NodeJS.Timeout | undefined;
  #clusterTimer: NodeJS.Timeout | undefined;
  readonly #listeners = createListeners<ExperimentChange>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    readonly text: vscode.TextDocument,
    readonly services: ExperimentServices,
  ) {
    this.file = text.uri.fsPath;
    this.#table = parseTable(text.getText());
    const folder = vscode.Uri.file(path.dirname(this.file));
    const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*'));
    const later = ({ fsPath }: vscode.Uri) => {
      // Outputs of a run are told by the run.
      if (!services.runs.of(this.file) || !fsPath.includes(' results')) this.#later();
    };
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === text && contentChanges.length > 0) this.#edited();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('miniml')) this.#later();
      }),
      services.runs.onChange((file) => {
        if (file === this.file) this.#runChanged();
      }),
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidChange(later),
      watcher.onDidDelete(later),
    ];
    void this.refresh();
  }

  get name(): string {
    return path.basename(this.file);
  }

  get table(): TextTable {
    return this.#table;
  }

  get run(): RunningExperiment | undefined {
    return this.services.runs.of(this.file);
  }

  /** Absolute paths of recordings that the table lacks. */
  get found(): readonly string[] {
    return this.#found;
  }

  /** Absolute path of the recording of a row. */
  recordingOf(line: number): string | undefined {
    const row = this.#table.rows.find((one) => one.line === line);
    const named = row && fieldOf(this.#table, row, 'recording');
    return named ? path.resolve(path.dirname(this.file), named) : undefined;
  }

  /** The report of a row: of the run that is going on, else as last read. */
  reportOf(line: number): RowReport | null {
    const known = this.#state?.rows.find((row) => row.line === line) ?? null;
    return this.run ? duringRun(known, this.run, line) : known;
  }

  onChange(listener: (change: ExperimentChange) => void): vscode.Disposable {
    return this.#listeners.add(listener);
  }

  snapshot(): ExperimentReady {
    return {
      kind: 'ready',
      name: this.name,
      rows: this.#rows(),
      problem: this.#problem,
      reading: this.#state === undefined,
      progress: this.run?.progress ?? null,
      found: this.#found.length,
      keys: experimentKeys,
    };
  }

  /** What the engine needs to know of the table. */
  request() {
    return { file: this.file, text: this.text.getText(), settings: settingsLayers(this.text.uri) };
  }

  /** Reads the status of all rows, and looks for new recordings. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    try {
      this.#state = await this.services.engine.request('experimentState', this.request(), {
        signal: reading.signal,
      });
      this.#problem = null;
    } catch (thrown) {
      if (thrown instanceof CancelledError || reading.signal.aborted) return;
      if (!(thrown instanceof UserError)) this.services.onFailed(thrown);
      this.#problem = messageOf(thrown);
    }
    this.#listeners.notify('snapshot');
    this.#followCluster();
    await this.#lookForRecordings(reading.signal);
  }

  /** What came out so far, in one measure. A later request cancels an earlier one. */
  async compare(asked: { measure: string | null; quick: boolean }): Promise<ExperimentComparison> {
    this.#comparing?.abort();
    const comparing = new AbortController();
    this.#comparing = comparing;
    const { signal } = comparing;
    return this.services.engine.request('compareExperiment', { ...this.request(), ...asked }, { signal });
  }

  dispose(): void {
    this.#comparing?.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#clusterTimer);
    this.#reading?.abort();
    this.#listeners.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #rows(): ExperimentViewRow[] {
    const table = this.#table;
    const reports = new Map(this.#state?.rows.map((report) => [report.line, report]));
    const { run } = this;
    return table.rows.map((row) => {
      const field = (name: string) => fieldOf(table, row, name);
      const recording = field('recording');
      const known = reports.get(row.line) ?? null;
      return {
        line: row.line,
        recording,
        cell: field('cell') || path.parse(recording).name,
        animal: field('animal'),
        group: field('group'),
        condition: field('condition'),
        note: field('note'),
        include: isIncluded(table, row),
        report: run ? duringRun(known, run, row.line) : known,
      };
    });
  }

  /** The rows are shown at once, their status follows. */
  #edited(): void {
    this.#table = parseTable(this.text.getText());
    this.#listeners.notify('snapshot');
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), SETTLED_MS);
  }

  #runChanged(): void {
    this.#listeners.notify(this.run ? 'progress' : 'snapshot');
    if (!this.run) this.#later();
  }

  /** The queue of a cluster tells nobody when it changes. */
  #followCluster(): void {
    clearTimeout(this.#clusterTimer);
    const waits = ({ status }: RowReport) => status === 'waiting' || status === 'running';
    if (this.#state?.submitted && this.#state.rows.some(waits))
      this.#clusterTimer = setTimeout(() => void this.refresh(), CLUSTER_MS);
  }

  async #lookForRecordings(signal: AbortSignal): Promise<void> {
    const { rows } = this.#table;
    const recordings = rows.flatMap(({ line }) => this.recordingOf(line) ?? []);
    try {
      const found = await this.services.newRecordings(this.file, recordings);
      if (signal.aborted || found.join('\n') === this.#found.join('\n')) return;
      this.#found = found;
      this.#listeners.notify('snapshot');
    } catch (thrown) {
      if (!(thrown instanceof CancelledError)) this.services.onFailed(thrown);
    }
  }
}

/** During a run, rows that it has not come to wait, unless they are done. */
function duringRun(
  known: RowReport | null,
  { reports, lines }: RunningExperiment,
  line: number,
): RowReport | null {
  const own = reports.get(line);
  if (own || !known) return own ?? known;
  const settled = known.status === 'done' || known.status === 'excluded';
  return settled || lines?.has(line) === false ? known : { ...known, status: 'waiting', error: null };
}
