import { existsSync } from 'node:fs';
import { UserError } from '../../common/errors';
import type { Detection, Statistics } from '../../common/events/detection';
import type { Direction } from '../../common/events/direction';
import { MEASURE_IDS, type MeasureId, readerOf } from '../../common/events/event-columns';
import { type Task, throwIfCancelled } from '../../common/task';
import { fileKey } from '../files/file-stamp';
import { readResults } from '../results/read-h5';
import { type DecayFits, fitDecays } from './decay-fits';
import { classAverages, classesNeedFits, classesOf, type EventClass, type RowAverage } from './event-classes';
import type { Experiment, ExperimentRow } from './experiment';
import { resultsFileOf, stemsOfRows } from './run-experiment';

/** The results of one row of an experiment, without traces. */
export interface RowEvents {
  row: ExperimentRow;
  /** Results file. */
  file: string;
  writtenBy: string;
  /** Everything about the detection except its events and traces. */
  facts: Pick<
    Detection,
    | 'source'
    | 'model'
    | 'parameters'
    | 'recipe'
    | 'rate_hz'
    | 'unit'
    | 'samples'
    | 'backend'
    | 'warnings'
    | 'excluded'
    | 'missing'
  > & { statistics: RowStatistics };
  /** The average event, from `before` samples before the steepest rise on. */
  average: RowAverage | null;
  /** That of each direction, if both were searched. */
  averages?: Record<Direction, RowAverage | null>;
  /** Values of each measure, one per event, in units of the files; NaN where it does not exist. */
  columns: Readonly<Record<MeasureId, Float64Array>>;
  /** Fits of the events' decays, if they were asked for. */
  fits: DecayFits | undefined;
  /** Kinetic class of each event, and the average event of each class, if the parameters ask for classes. */
  classes?: readonly EventClass[];
  classAverages?: Readonly<Record<string, RowAverage | null>>;
}

/** Of some events of a recording; summaries of measures are made from columns. */
type RowStatistics = Pick<Statistics, 'events' | 'duration_s' | 'frequency_hz' | 'directions'>;

/** Results that were read before, by file and version of it. */
export type KeptEvents = Map<string, RowEvents>;

/**
 * Reads the results of all included rows that have any, in the order of the table.
 *
 * @param out results folder of the experiment
 * @param options.kept takes files that have not changed from here, and leaves here those that were read
 * @throws UserError when there are none, or one is damaged
 */
export async function readExperimentEvents(
  experiment: Experiment,
  out: string,
  task: Task,
  { decayFits = false, kept }: { decayFits?: boolean; kept?: KeptEvents } = {},
): Promise<RowEvents[]> {
  const done = rowsWithResults(experiment, out);
  const read: RowEvents[] = [];
  const keys: string[] = [];
  for (const { row, file } of done) {
    throwIfCancelled(task);
    task.report({ phase: 'reading results', done: read.length, total: done.length, unit: 'recordings' });
    const key = await fileKey(file);
    const known = kept?.get(key);
    read.push(known ? { ...known, row } : await eventsOf(row, file, { decayFits, task }));
    keys.push(key);
  }
  if (kept) {
    kept.clear();
    for (const [i, one] of read.entries()) kept.set(keys[i], one);
  }
  return read;
}

/**
 * The included rows that have results, in the order of the table.
 *
 * @param out results folder of the experiment
 * @throws UserError when there are none
 */
export function rowsWithResults(
  { file: table, rows }: Experiment,
  out: string,
): { row: ExperimentRow; stem: string; file: string }[] {
  const stems = stemsOfRows(rows);
  const done = rows
    .map((row, i) => ({ row, stem: stems[i], file: resultsFileOf(out, stems[i]) }))
    .filter(({ row, file }) => row.include && existsSync(file));
  if (done.length === 0) throw new UserError(`${table} has no results in ${out}. Run miniml batch first.`);
  return done;
}

/** The unit of all recordings; '' where they differ. */
export function commonUnit(results: readonly RowEvents[]): string {
  const [unit, ...others] = new Set(results.map(({ facts }) => facts.unit));
  return others.length > 0 ? '' : (unit ?? '');
}

/** @throws UserError when a row has no group, or recordings differ in unit */
export function requireComparable(experiment: Experiment, results: readonly RowEvents[]): void {
  const without = results.find(({ row }) => row.group === '');
  if (without)
    throw new UserError(
      `${experiment.file} has no group in line ${without.row.line}. Every compared row needs one.`,
    );
  const units = [...new Set(results.map(({ facts }) => facts.unit))];
  if (units.length > 1)
    throw new UserError(
      `The recordings have different units: ${units.join(' and ')}. Compare those of one unit.`,
    );
}

async function eventsOf(
  row: ExperimentRow,
  file: string,
  { decayFits, task }: { decayFits: boolean; task: Task },
): Promise<RowEvents> {
  const { detection, writtenBy } = await readResults(file);
  const fitted = decayFits || classesNeedFits(detection.parameters);
  const fits = fitted ? await fitDecays(detection, task) : undefined;
  const classes = classesOf(detection, fits);
  const { events, source, model, parameters, recipe, rate_hz, unit, samples, statistics } = detection;
  const { backend, warnings, excluded, missing, averages, points_before } = detection;
  const averaged = (average: Detection['average']) =>
    average && { values: average.values, count: average.count, before: points_before };
  return {
    row,
    file,
    writtenBy,
    fits,
    ...(classes && { classes, classAverages: classAverages(detection, classes) }),
    average: averaged(detection.average),
    ...(averages && {
      averages: { negative: averaged(averages.negative), positive: averaged(averages.positive) },
    }),
    facts: {
      ...{ source, model, parameters, recipe, rate_hz, unit, samples, statistics },
      ...{ backend, warnings, excluded, missing },
    },
    columns: Object.fromEntries(
      MEASURE_IDS.map((id) => [id, Float64Array.from(events, readerOf(id))]),
    ) as RowEvents['columns'],
  };
}

/** Values of a measure that exist, of events that count: those at the trace edge do not. */
export function countedValues({ columns }: Pick<RowEvents, 'columns'>, id: MeasureId): Float64Array {
  return columns[id].filter((value, i) => columns.border[i] === 0 && Number.isFinite(value));
}
