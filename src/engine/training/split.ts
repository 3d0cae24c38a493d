import { UserError } from '../../common/errors';
import type { Random } from '../signal/random';

/** Indices of the training and the validation windows, each once. */
export interface Split {
  training: Int32Array;
  validation: Int32Array;
}

export interface SplitPlan {
  /** Unit that is never divided between training and validation. */
  by: 'recording' | 'window';
  /** One, or one per fold of a cross-validation. */
  splits: Split[];
  warnings: string[];
}

interface SplitSettings {
  split: 'auto' | 'recording' | 'window';
  training_share: number;
  folds: number;
}

/** Windows that are never divided. */
interface Group {
  members: number[];
  positive: number;
}

/**
 * Number of random orders tried for recordings of different sizes; the one closest to the requested fractions is used.
 */
const TRIES = 64;

/**
 * Splits windows into training and validation, or into the folds of a cross-validation. By recording if at least as
 * many recordings are known as there are parts, since neighbouring windows share samples; windows of unknown recordings
 * are then separate units. Both classes are in all parts.
 *
 * @param recordings index of each window's recording, −1 if unknown
 * @throws UserError when there are too few windows or recordings
 */
export function splitWindows(
  labels: Uint8Array,
  recordings: Int32Array,
  { split, training_share, folds }: SplitSettings,
  random: Random,
): SplitPlan {
  const sides = Math.max(2, folds);
  const groups = groupsOf(labels, recordings);
  const known = new Set(recordings);
  known.delete(-1);
  const warnings: string[] = [];
  if (split === 'recording' && known.size < sides)
    throw new UserError(
      `split is recording, but the training files name ${known.size} ${known.size === 1 ? 'recording' : 'recordings'} where ${sides} are needed. Add files, or set split to window.`,
    );
  if (split !== 'window' && known.size >= sides) {
    const parts = folds > 1 ? inFolds(groups, folds, random) : inTwo(groups, labels, training_share, random);
    if (parts) return { by: 'recording', splits: splitsOf(parts, folds), warnings };
    if (split === 'recording')
      throw new UserError(
        'split is recording, but no choice of recordings leaves events and non-events on both sides. Add recordings with both, or set split to window.',
      );
    warnings.push(
      'Recordings could not be kept on one side of the split, since too few have both events and non-events.',
    );
  } else if (split === 'auto') {
    warnings.push(
      known.size === 0
        ? 'The files do not name the recordings of the windows. Overlapping windows may be in both training and validation; results may be too optimistic.'
        : 'The windows are from too few recordings to split by recording. Overlapping windows may be in both training and validation; results may be too optimistic.',
    );
  }
  return { by: 'window', splits: splitsOf(byClass(labels, training_share, folds, random), folds), warnings };
}

function groupsOf(labels: Uint8Array, recordings: Int32Array): Group[] {
  const byRecording = new Map<number, Group>();
  const groups: Group[] = [];
  recordings.forEach((recording, i) => {
    let group = recording < 0 ? undefined : byRecording.get(recording);
    if (!group) {
      group = { members: [], positive: 0 };
      groups.push(group);
      if (recording >= 0) byRecording.set(recording, group);
    }
    group.members.push(i);
    group.positive += labels[i];
  });
  return groups;
}

/**
 * [validation, training] with fractions and classes as close to the requested ones as groups allow; undefined if
 * impossible.
 */
function inTwo(groups: Group[], labels: Uint8Array, share: number, random: Random): number[][] | undefined {
  const wanted = (1 - share) * labels.length;
  const positiveShare = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  let best: { cost: number; parts: number[][] } | undefined;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const parts: [Group[], Group[]] = [[], []];
    let size = 0;
    for (const group of random.shuffle(groups.slice())) {
      const nearer = Math.abs(size + group.members.length - wanted) < Math.abs(size - wanted);
      parts[nearer ? 0 : 1].push(group);
      if (nearer) size += group.members.length;
    }
    if (!parts.every(hasBothClasses)) continue;
    const positive = parts[0].reduce((sum, group) => sum + group.positive, 0);
    const cost = Math.abs(size - wanted) / labels.length + Math.abs(positive / size - positiveShare) / 2;
    if (!best || cost < best.cost)
      best = { cost, parts: parts.map((part) => part.flatMap((g) => g.members)) };
  }
  return best?.parts;
}

/** Folds of similar size: the largest groups first, each to the smallest fold. */
function inFolds(groups: Group[], folds: number, random: Random): number[][] | undefined {
  const parts = Array.from({ length: folds }, (): Group[] => []);
  const sizes = new Array<number>(folds).fill(0);
  const order = random.shuffle(groups.slice()).sort((a, b) => b.members.length - a.members.length);
  for (const group of order) {
    const smallest = sizes.indexOf(Math.min(...sizes));
    parts[smallest].push(group);
    sizes[smallest] += group.members.length;
  }
  return parts.every(hasBothClasses) ? parts.map((part) => part.flatMap((g) => g.members)) : undefined;
}

/** Splits each class by itself, so that all parts have the same balance. */
function byClass(labels: Uint8Array, share: number, folds: number, random: Random): number[][] {
  const parts = Array.from({ length: Math.max(2, folds) }, (): number[] => []);
  for (const label of [0, 1]) {
    const members = Array.from(labels.keys()).filter((i) => labels[i] === label);
    if (members.length < parts.length)
      throw new UserError(
        `There ${members.length === 1 ? 'is 1 window' : `are ${members.length} windows`} of score ${label}, but training and validation need at least ${parts.length}. Score more.`,
      );
    random.shuffle(members);
    const first = Math.min(members.length - 1, Math.max(1, Math.round((1 - share) * members.length)));
    for (const [rank, member] of members.entries())
      parts[folds > 1 ? rank % folds : rank < first ? 0 : 1].push(member);
  }
  return parts;
}

/** The first of two parts is for validation; of folds each in turn. */
function splitsOf(parts: number[][], folds: number): Split[] {
  return parts.slice(0, Math.max(1, folds)).map((validation, fold) => ({
    validation: Int32Array.from(validation).sort(),
    training: Int32Array.from(parts.flatMap((part, i) => (i === fold ? [] : part))).sort(),
  }));
}

function hasBothClasses(part: readonly Group[]): boolean {
  const positive = part.reduce((sum, group) => sum + group.positive, 0);
  const all = part.reduce((sum, group) => sum + group.members.length, 0);
  return positive > 0 && positive < all;
}
