import type { WindowRef } from '../../common/api/engine/training';
import { UserError } from '../../common/errors';
import { mainDirection } from '../../common/events/direction';
import { type FilterSettings, filtersIn, filterText } from '../../common/parameters/filter-settings';
import { PARAMETERS, type Parameters } from '../../common/parameters/parameters';
import type { Task } from '../../common/task';
import { mixWarnings } from '../../common/text/window-kinds';
import type { TrainingSet } from '../../common/training/training-set';
import { kindsOf, type WindowKind } from '../../common/training/window-kind';
import { scaleWindow } from '../network/scale';
import { breathe } from '../scheduling/breathe';
import { resample } from '../signal/resampled-trace';
import { readTrainingSet, readWindows } from './read-training-set';
import { FINGERPRINTS, fingerprints } from './segment-fingerprints';
import { measureWindow } from './window-features';

/** Windows prepared as input of a network, with labels and origins. */
export interface PreparedWindows {
  count: number;
  /** Number of samples per window: the network's input length. */
  length: number;
  /** Scaled to 0 … 1 each, count × length. */
  values: Float32Array;
  /** 1 for an event. */
  labels: Uint8Array;
  /** Recording of each window, numbered across files; −1 if unknown. */
  recordings: Int32Array;
  /** Fingerprints of each window's segment of its recording, count × {@link FINGERPRINTS}. */
  marks: Float64Array;
  /** Amplitude of each in the direction of events over the noise of its baseline; NaN where there is none. */
  snr: Float32Array;
  refs: WindowRef[];
  /** Kinds of windows, the most frequent first. */
  kinds: WindowKind[];
  /** Filters that all windows were extracted with; null where the files do not say them, or differ. */
  filters: FilterSettings | null;
  /** Windows without a score of 0 or 1. */
  leftOut: number;
  warnings: string[];
}

const WINDOWS_AT_ONCE = 1024;

/** Minimum length: that of the smallest window that can be extracted. */
const SHORTEST = PARAMETERS.win_size.minimum;

/**
 * Reads the scored windows of training sets and prepares them for the network: resampled to its length by FFT, inverted
 * if the network was trained on the other direction, scaled by each window's own minimum and maximum. Windows of score
 * 2 and unscored ones are excluded.
 *
 * @throws UserError when a file is not a training set, its windows are too short, or none can be used
 * @throws CancelledError
 */
export async function prepareWindows(
  files: readonly string[],
  length: number,
  parameters: Pick<Parameters, 'event_direction' | 'training_direction' | 'sampling' | 'unit'>,
  task: Task,
): Promise<PreparedWindows> {
  const sets: TrainingSet[] = [];
  for (const file of files) sets.push(await readTrainingSet(file));
  sets.forEach(requireLength);
  const used = sets.map(({ scores }) => usableRows(scores));
  const count = used.reduce((sum, rows) => sum + rows.length, 0);
  const total = sets.reduce((sum, set) => sum + set.windows, 0);
  if (count === 0)
    throw new UserError(
      `${files.join(', ')} ${files.length === 1 ? 'has' : 'have'} no window with a score of 0 or 1. Score some first.`,
    );

  const prepared: PreparedWindows = {
    count: 0,
    length,
    values: new Float32Array(count * length),
    labels: new Uint8Array(count),
    recordings: new Int32Array(count).fill(-1),
    marks: new Float64Array(count * FINGERPRINTS),
    snr: new Float32Array(count).fill(Number.NaN),
    refs: [],
    kinds: [],
    filters: null,
    leftOut: total - count,
    warnings: [],
  };
  const recordings = new Map<string, number>();
  for (const [i, set] of sets.entries()) {
    const direction = set.facts.direction ?? mainDirection(parameters);
    const sign = direction === parameters.training_direction ? 1 : -1;
    await addSet(prepared, set, used[i], { direction, sign }, recordings, task);
  }
  prepared.kinds = kindsIn(prepared, sets, parameters);
  prepared.filters = commonFilters(sets, prepared.warnings);
  prepared.warnings.push(...mixWarnings(prepared.kinds));
  const unusable = count - prepared.count;
  if (unusable > 0)
    prepared.warnings.push(
      `${unusable} of ${count} windows contain NaN or infinite values and were excluded.`,
    );
  if (prepared.count === 0)
    throw new UserError(
      `${files.join(', ')}: all scored windows contain NaN or infinite values. Extract the windows again.`,
    );
  return shrunk(prepared, unusable);
}

function requireLength({ path, length }: TrainingSet): void {
  if (length < SHORTEST)
    throw new UserError(
      `${path} has windows of ${length === 1 ? '1 sample' : `${length} samples`}, too short to hold an event. Extract windows of ${SHORTEST} samples or more.`,
    );
}

/** Positive over negative windows. */
export function balanceOf(labels: Uint8Array): { positive: number; negative: number; balance: number } {
  const positive = labels.reduce((sum, label) => sum + label, 0);
  const negative = labels.length - positive;
  return { positive, negative, balance: positive / negative };
}

async function addSet(
  prepared: PreparedWindows,
  set: TrainingSet,
  rows: Int32Array,
  { direction, sign }: { direction: Parameters['event_direction']; sign: 1 | -1 },
  recordings: Map<string, number>,
  task: Task,
): Promise<void> {
  const { length, values } = prepared;
  let used = 0;
  for (let first = 0; first < set.windows; first += WINDOWS_AT_ONCE) {
    const end = Math.min(first + WINDOWS_AT_ONCE, set.windows);
    const next = used;
    while (used < rows.length && rows[used] < end) used++;
    if (used === next) continue;
    const samples = await readWindows(set.path, first, end);
    for (const row of rows.subarray(next, used)) {
      const window = samples.subarray((row - first) * set.length, (row - first + 1) * set.length);
      if (!window.every(Number.isFinite)) continue;
      const at = prepared.count++;
      prepared.marks.set(fingerprints(window), at * FINGERPRINTS);
      fitWindow(window, length, sign, values, at * length);
      prepared.labels[at] = set.scores[row];
      prepared.snr[at] = snrOf(window, direction);
      prepared.refs.push({ file: set.path, row });
      const recording = recordingOf(set, row);
      if (recording === undefined) continue;
      if (!recordings.has(recording)) recordings.set(recording, recordings.size);
      prepared.recordings[at] = recordings.get(recording)!;
    }
    task.report({
      phase: 'reading windows',
      done: prepared.count,
      total: prepared.labels.length,
      unit: 'windows',
    });
    await breathe(task);
  }
}

function snrOf(window: Float64Array, direction: Parameters['event_direction']): number {
  const features = { up: new Float32Array(1), down: new Float32Array(1), noise: new Float32Array(1) };
  measureWindow(window, 0, window.length, features, 0);
  return features[direction === 'negative' ? 'down' : 'up'][0] / features.noise[0];
}

/** How the windows were recorded; what no file says about them is as the parameters have it. */
function kindsIn(
  { refs }: PreparedWindows,
  sets: readonly TrainingSet[],
  { sampling, unit }: Pick<Parameters, 'sampling' | 'unit'>,
): WindowKind[] {
  const byPath = new Map(sets.map((set) => [set.path, set]));
  return kindsOf(
    refs.map(({ file, row }) => {
      const { length, sources, facts } = byPath.get(file)!;
      const source = sources ? facts.sources[sources[row]] : undefined;
      return {
        samples: facts.win_size ?? length,
        rate_hz: source?.rate_hz ?? facts.rate_hz ?? sampling,
        unit: source?.unit || facts.unit || (unit ?? ''),
      };
    }),
  );
}

/** The filters of all sets where they are the same and known; different ones are a warning. */
function commonFilters(sets: readonly TrainingSet[], warnings: string[]): FilterSettings | null {
  const known = sets.flatMap(({ facts }) => (facts.parameters ? [filtersIn(facts.parameters)] : []));
  const texts = new Set(known.map(filterText));
  if (texts.size > 1)
    warnings.push(
      `The training sets were extracted with different filters (${[...texts].join('; ')}). Extract them with the same.`,
    );
  return texts.size === 1 && known.length === sets.length ? known[0] : null;
}

/** The source file of a window; several cells in one file are not distinguished. */
function recordingOf(set: TrainingSet, row: number): string | undefined {
  const source = set.sources && set.facts.sources[set.sources[row]];
  return source?.sha256 || source?.path || set.labels?.[row] || undefined;
}

function usableRows(scores: Int8Array): Int32Array {
  return Int32Array.from(scores.keys()).filter((row) => scores[row] === 0 || scores[row] === 1);
}

function shrunk(prepared: PreparedWindows, unusable: number): PreparedWindows {
  const { count, length } = prepared;
  if (unusable === 0) return prepared;
  return {
    ...prepared,
    values: prepared.values.slice(0, count * length),
    labels: prepared.labels.slice(0, count),
    snr: prepared.snr.slice(0, count),
    recordings: prepared.recordings.slice(0, count),
    marks: prepared.marks.slice(0, count * FINGERPRINTS),
    leftOut: prepared.leftOut + unusable,
  };
}

/**
 * Prepares one window for a network: resampled to `length` by FFT, inverted if `sign` is −1, scaled to 0 … 1 by its own
 * minimum and maximum.
 *
 * @param into receives it at `at`
 */
export function fitWindow(
  window: Float64Array,
  length: number,
  sign: 1 | -1,
  into: Float32Array,
  at: number,
): void {
  const fitting = window.length === length ? window.slice() : resample(window, length);
  if (sign < 0) for (let i = 0; i < length; i++) fitting[i] = -fitting[i];
  scaleWindow(fitting, 0, length, into, at);
}
