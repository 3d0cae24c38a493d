import { existsSync } from 'node:fs';
import path from 'node:path';
import { CancelledError, messageOf } from '../../common/errors';
import type { Detection } from '../../common/events/detection';
import type { RowMeasures, RowReport, RowStatus } from '../../common/row-report';
import { placedProgress, type Task, throwIfCancelled } from '../../common/task';
import type { Recipe } from '../../common/traces/recipe';
import { outputsOf, writeResults } from '../results/write';
import type { Experiment, ExperimentRow } from './experiment';
import { changedInputs, keyOf, type RowOutcome, readOutcome, writeOutcome } from './row-outcome';

export interface ExperimentRun {
  /** Folder for the results; one set of files per row. */
  out: string;
  /** Number of recordings processed concurrently. */
  jobs: number;
  /** Lines of the rows to work on; all rows if absent. */
  lines?: ReadonlySet<number>;
  recipeOf(row: ExperimentRow): Promise<Recipe>;
  /** Input files, which outputs never replace. */
  inputs: readonly string[];
  /** Absolute path and hash of the model that a recipe uses. */
  modelOf(recipe: Recipe): Promise<{ path: string; sha256: string }>;
  detect(recipe: Recipe, task: Task): Promise<RowDetection>;
  /** Called before the work on a row. */
  onBegin?(row: ExperimentRow): Promise<void>;
  /** Called when the status of a row is known. */
  onRow?(row: RowReport): void;
}

/** A detection in a row, and what its trace is like. */
export interface RowDetection {
  detection: Detection;
  /** Robust standard deviation and median of the trace; NaN if it has none. */
  noise_sd: number;
  holding: number;
}

const FORMATS = ['h5', 'csv', 'table'] as const;

/** File names of the rows: the recording's name, with the line in the table if several rows share one. */
export function stemsOfRows(rows: readonly ExperimentRow[]): string[] {
  const plain = rows.map(({ recording }) => path.parse(recording).name);
  const shared = (stem: string) =>
    plain.filter((other) => other.toLowerCase() === stem.toLowerCase()).length > 1;
  const width = String(Math.max(...rows.map(({ line }) => line))).length;
  return plain.map((stem, i) =>
    shared(stem) ? `${stem}_row${String(rows[i].line).padStart(width, '0')}` : stem,
  );
}

/** Status of each row, from the files of earlier runs; nothing is computed. */
export async function experimentStatus(
  experiment: Experiment,
  run: Pick<ExperimentRun, 'out' | 'recipeOf' | 'modelOf'>,
): Promise<RowReport[]> {
  const stems = stemsOfRows(experiment.rows);
  return Promise.all(experiment.rows.map(async (row, i) => (await standing(row, stems[i], run)).report));
}

/**
 * Detects events in every included recording of an experiment and writes each one's results when it is done. Rows that
 * are done and not stale are skipped, so an interrupted run resumes where it stopped. A row that fails is reported and
 * does not affect others.
 *
 * @throws CancelledError; rows done before it keep their results
 */
export async function runExperiment(
  experiment: Experiment,
  run: ExperimentRun,
  task: Task,
): Promise<RowReport[]> {
  const stems = stemsOfRows(experiment.rows);
  const chosen = experiment.rows.flatMap(({ line }, i) => (run.lines?.has(line) === false ? [] : [i]));
  const reports = new Map<number, RowReport>();
  const waiting = [...chosen];
  const decide = (i: number, report: RowReport) => {
    reports.set(i, report);
    const total = chosen.length;
    task.report({ phase: 'detecting events', done: reports.size, total, unit: 'recordings', row: report });
    run.onRow?.(report);
  };
  const worker = async () => {
    for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
      throwIfCancelled(task);
      decide(i, await workOn(experiment.rows[i], stems[i], run, task));
    }
  };
  await Promise.all(Array.from({ length: Math.min(run.jobs, waiting.length) }, worker));
  return chosen.map((i) => reports.get(i)!);
}

async function workOn(row: ExperimentRow, stem: string, run: ExperimentRun, task: Task): Promise<RowReport> {
  const { report, recipe, keys } = await standing(row, stem, run);
  if (report.status === 'done' || report.status === 'excluded' || !recipe || !keys) return report;
  await run.onBegin?.(row);
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const state = stateFile(run.out, stem);
  try {
    const found = await written(row, stem, recipe, run, task);
    const { statistics, warnings } = found.detection;
    const outcome: RowOutcome = {
      ...keys,
      status: 'done',
      events: statistics.events,
      frequency_hz: statistics.frequency_hz,
      duration_s: statistics.duration_s,
      measures: measuresOf(found),
      flags: [...new Set(warnings.map(({ code }) => code))],
      error: null,
      seconds: seconds(),
    };
    await writeOutcome(state, outcome);
    return reportOf(row, stem, run.out, 'done', outcome);
  } catch (thrown) {
    if (thrown instanceof CancelledError || task.signal.aborted) throw thrown;
    const error = messageOf(thrown);
    const outcome: RowOutcome = {
      ...{ ...keys, status: 'failed', events: 0, frequency_hz: null, duration_s: null, measures: null },
      ...{ flags: [], error, seconds: seconds() },
    };
    // On a full disk there may be no place for the reason either: the row then stays to do, and the others go on.
    await writeOutcome(state, outcome).catch(() => {});
    return failed(row, error);
  }
}

async function written(
  row: ExperimentRow,
  stem: string,
  recipe: Recipe,
  run: ExperimentRun,
  task: Task,
): Promise<RowDetection> {
  const part: Task = {
    signal: task.signal,
    report: (progress) => task.report(placedProgress(progress, `${path.basename(row.recording)}: `)),
  };
  const found = await run.detect(recipe, part);
  const inputs = [...run.inputs, ...(row.parameters === null ? [] : [row.parameters])];
  await writeResults(found.detection, {
    folder: run.out,
    stem,
    overwrite: true,
    formats: FORMATS,
    prediction: false,
    inputs,
  });
  return found;
}

function measuresOf({ detection, noise_sd, holding }: RowDetection): RowMeasures {
  const { unit, statistics } = detection;
  return {
    unit,
    amplitude: existing(statistics.amplitude.median),
    risetime_s: existing(statistics.risetime_s.median),
    halfdecay_s: existing(statistics.halfdecay_s.median),
    noise_sd: existing(noise_sd),
    holding: existing(holding),
  };
}

function existing(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Status of a row before its work: results of earlier runs, and the remaining work. */
async function standing(
  row: ExperimentRow,
  stem: string,
  { out, recipeOf, modelOf }: Pick<ExperimentRun, 'out' | 'recipeOf' | 'modelOf'>,
): Promise<{ report: RowReport; recipe?: Recipe; keys?: Pick<Required<RowOutcome>, 'key' | 'inputs'> }> {
  if (!row.include) return { report: reportOf(row, stem, out, 'excluded') };
  try {
    if (!existsSync(row.recording)) throw new Error(`${row.recording} does not exist`);
    const recipe = await recipeOf(row);
    const { sha256 } = await modelOf(recipe);
    const keys = await keyOf(recipe, sha256);
    const outcome = await readOutcome(stateFile(out, stem));
    const whole = outputsOf({ folder: out, stem, formats: FORMATS }).every(({ file }) => existsSync(file));
    if (!outcome || (outcome.status === 'done' && !whole))
      return { report: reportOf(row, stem, out, 'to do'), recipe, keys };
    const stale = outcome.key !== keys.key;
    const report = reportOf(row, stem, out, stale ? 'stale' : outcome.status, outcome);
    if (stale) report.changed = changedInputs(outcome, keys.inputs);
    return { report, recipe, keys };
  } catch (thrown) {
    return { report: failed(row, messageOf(thrown)) };
  }
}

/** File with the outcome of a row. */
export function stateFile(out: string, stem: string): string {
  return path.join(out, `${stem}_row.json`);
}

/** Results file of a row. */
export function resultsFileOf(out: string, stem: string): string {
  return path.join(out, `${stem}_results.h5`);
}

/** A report of a row of which no results are known. */
export function emptyReport(
  {
    line,
    recording,
    cell,
    animal,
    group,
  }: Pick<ExperimentRow, 'line' | 'recording' | 'cell' | 'animal' | 'group'>,
  status: RowReport['status'],
): RowReport {
  return {
    line,
    recording,
    cell,
    animal,
    group,
    status,
    changed: [],
    events: null,
    frequency_hz: null,
    measures: null,
    flags: [],
    error: null,
    results: null,
  };
}

function reportOf(
  row: ExperimentRow,
  stem: string,
  out: string,
  status: RowStatus,
  outcome?: RowOutcome,
): RowReport {
  return {
    ...emptyReport(row, status),
    events: outcome?.status === 'done' ? outcome.events : null,
    frequency_hz: outcome ? outcome.frequency_hz : null,
    measures: outcome?.measures ?? null,
    flags: outcome?.flags ?? [],
    error: outcome?.error ?? null,
    results: status === 'done' || status === 'stale' ? resultsFileOf(out, stem) : null,
  };
}

function failed(row: ExperimentRow, error: string): RowReport {
  return { ...reportOf(row, '', '', 'failed'), error };
}
