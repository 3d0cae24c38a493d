import path from 'node:path';
import { UserError } from '../../common/errors';
import { usableParameters } from '../../common/parameters/check';
import {
  type TrainingSet,
  type TrainingSetFacts,
  type TrainingSource,
  UNSCORED,
} from '../../common/training/training-set';
import { readApart } from '../files/apart/read-apart';
import { isObject, jsonValue } from '../files/fields';
import { type Hdf5Dataset, type Hdf5File, withHdf5 } from '../files/hdf5/hdf5';
import { requirePlausible } from '../files/hdf5/numbers';
import { readRows } from '../files/hdf5/rows';
import { datasetAt, isText, numberAttribute, numbersOf, textAttribute, textsOf } from '../files/hdf5/values';
import { holdsTrainingSet } from '../files/kind';

/**
 * Reads a training set without its windows, which takes no time however many there are. All windows of a file without
 * `scores` are unscored.
 *
 * @throws UserError when the file is not a training set, or is damaged
 */
export const readTrainingSet = readApart(
  'training set',
  (file: string): Promise<TrainingSet & { tellsUnscored: boolean }> =>
    withHdf5(file, (open, fileBytes) => {
      const [windows, length] = eventsIn(file, fileBytes, open).shape as [number, number];
      const optional = (name: string) => {
        const dataset = datasetAt(open, name);
        if (dataset) requireOneEach(file, fileBytes, name, dataset, windows);
        return dataset;
      };
      const [scores, scored] = [optional('scores'), optional('scored')];
      const starts = optional('raw_indices');
      const sources = optional('source_index');
      const labels = optional('cell_label');
      return {
        path: path.resolve(file),
        windows,
        length,
        scores: scoresIn(file, windows, scores, scored),
        starts: starts ? numbersOf(starts, `${file}: raw_indices`) : null,
        labels: labels ? labelsIn(file, labels) : null,
        sources: sources ? Int32Array.from(numbersOf(sources, `${file}: source_index`)) : null,
        facts: readFacts(open),
        // Without scores at all, every window is known to be unscored.
        tellsUnscored: scored !== undefined || !scores,
      };
    }),
);

/**
 * Windows `from` ≤ i < `to` of a training set, (to − from) × length, row-major, as in the file.
 *
 * @throws UserError when the file is no longer a training set, or is damaged
 * @throws RangeError when it has no such windows
 */
export const readWindows = readApart(
  'windows',
  (file: string, from: number, to: number): Promise<Float64Array> =>
    withHdf5(file, (open, fileBytes) => {
      const events = eventsIn(file, fileBytes, open);
      const windows = events.shape![0];
      if (!(from >= 0 && from <= to && to <= windows))
        throw new RangeError(`windows ${from}…${to} of ${windows}`);
      return readRows(events, from, to);
    }),
);

/**
 * The windows with these indices, in this order, row-major. Consecutive windows are read together.
 *
 * @throws UserError when the file is no longer a training set, or is damaged
 * @throws RangeError when it has no such windows
 */
export const readWindowsAt = readApart(
  'windows at',
  (file: string, numbers: Int32Array): Promise<Float64Array> =>
    withHdf5(file, (open, fileBytes) => {
      const events = eventsIn(file, fileBytes, open);
      const [windows, length] = events.shape as [number, number];
      const values = new Float64Array(numbers.length * length);
      for (let first = 0; first < numbers.length; ) {
        const from = numbers[first];
        let end = first + 1;
        while (end < numbers.length && numbers[end] === from + (end - first)) end++;
        const to = from + (end - first);
        if (!(from >= 0 && to <= windows)) throw new RangeError(`windows ${from}…${to} of ${windows}`);
        values.set(readRows(events, from, to), first * length);
        first = end;
      }
      return values;
    }),
);

function eventsIn(file: string, fileBytes: number, open: Hdf5File): Hdf5Dataset {
  if (!holdsTrainingSet(open)) throw new UserError(`${file} is not a training set: ${eventsProblem(open)}`);
  const events = datasetAt(open, 'events')!;
  requirePlausible(file, fileBytes, events);
  if (events.shape!.includes(0)) throw new UserError(`${file} is a training set without windows.`);
  return events;
}

/** Why "events" is no table of windows, in a clause and a remedy. */
function eventsProblem(open: Hdf5File): string {
  const table = 'Save all windows as one table of windows × samples.';
  if (!open.keys().includes('events')) return 'it has no table "events" of windows and samples.';
  const events = datasetAt(open, 'events');
  if (!events) return `its "events" is a group with objects of its own. ${table}`;
  const { shape, metadata } = events;
  if (metadata.vlen || metadata.type === VARIABLE_LENGTH)
    return `its "events" holds windows of different lengths. Cut them to one length. ${table}`;
  if (shape?.length !== 2) return `its "events" is ${shape?.join(' × ') || 'a single value'}. ${table}`;
  return 'its "events" is no table of windows with scores.';
}

/** HDF5's class of variable-length sequences. */
const VARIABLE_LENGTH = 9;

function requireOneEach(
  file: string,
  fileBytes: number,
  name: string,
  dataset: Hdf5Dataset,
  windows: number,
): void {
  const isColumn = dataset.shape?.length === 2 && dataset.shape.includes(1);
  if (!(dataset.shape?.length === 1 || isColumn) || dataset.metadata.total_size !== windows)
    throw new UserError(
      `${file} is damaged: it has ${windows} windows, but its "${name}" is ${dataset.shape?.join(' × ')}.`,
    );
  requirePlausible(file, fileBytes, dataset);
}

function scoresIn(
  file: string,
  windows: number,
  scores: Hdf5Dataset | undefined,
  scored: Hdf5Dataset | undefined,
): Int8Array {
  if (!scores) return new Int8Array(windows).fill(UNSCORED);
  const values = numbersOf(scores, `${file}: scores`);
  const strange = values.findIndex((score) => score !== 0 && score !== 1 && score !== 2);
  if (strange >= 0)
    throw new UserError(
      `${file} gives window ${strange + 1} the score ${values[strange]}: scores are 0 (no event), 1 (event) and 2 (excluded).`,
    );
  const judged = scored && numbersOf(scored, `${file}: scored`);
  const known = new Int8Array(values);
  judged?.forEach((value, i) => {
    if (value === 0) known[i] = UNSCORED;
  });
  return known;
}

/** Some files label cells by numbers. */
function labelsIn(file: string, labels: Hdf5Dataset): string[] {
  const what = `${file}: cell_label`;
  return isText(labels) ? textsOf(labels, what) : Array.from(numbersOf(labels, what), String);
}

/** Writes facts that plain training sets have no place for, as attributes of the file. */
export function writeFacts(open: Hdf5File, facts: TrainingSetFacts): void {
  open.create_attribute('written_by', facts.writtenBy);
  if (facts.rate_hz !== null) open.create_attribute('sampling', facts.rate_hz, [], '<d');
  if (facts.unit !== '') open.create_attribute('unit', facts.unit);
  if (facts.direction !== null) open.create_attribute('direction', facts.direction);
  if (facts.win_size !== null) open.create_attribute('win_size', [facts.win_size], [], '<q');
  open.create_attribute('source', JSON.stringify(facts.sources));
  if (facts.parameters !== null) open.create_attribute('parameters', JSON.stringify(facts.parameters));
}

/** Inverse of {@link writeFacts}; foreign values under these names are ignored. */
export function readFacts(open: Hdf5File): TrainingSetFacts {
  const rate_hz = numberAttribute(open, 'sampling');
  const win_size = numberAttribute(open, 'win_size');
  const direction = textAttribute(open, 'direction');
  const parameters = jsonValue(textAttribute(open, 'parameters') ?? '');
  const sources = jsonValue(textAttribute(open, 'source') ?? '');
  return {
    rate_hz: rate_hz !== undefined && rate_hz > 0 ? rate_hz : null,
    unit: textAttribute(open, 'unit') ?? '',
    direction: direction === 'negative' || direction === 'positive' ? direction : null,
    win_size: win_size !== undefined && win_size > 0 ? win_size : null,
    sources: Array.isArray(sources) ? sources.map(sourceFrom) : [],
    parameters: isObject(parameters) ? usableParameters(parameters) : null,
    writtenBy: textAttribute(open, 'written_by') ?? '',
  };
}

function sourceFrom(value: unknown): TrainingSource {
  const { path, sha256, series, channel, sweep, rate_hz, unit } = isObject(value) ? value : {};
  return {
    path: typeof path === 'string' ? path : '',
    sha256: typeof sha256 === 'string' ? sha256 : '',
    series: typeof series === 'string' ? series : '',
    channel: typeof channel === 'number' ? channel : 0,
    sweep: typeof sweep === 'number' ? sweep : null,
    rate_hz: typeof rate_hz === 'number' && rate_hz > 0 ? rate_hz : null,
    unit: typeof unit === 'string' ? unit : '',
  };
}
