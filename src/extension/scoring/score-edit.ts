import type { Score } from '../../engine/training/training-set';

/** What one step of undo takes back: windows, and their scores before and after. */
export interface ScoreEdit {
  windows: Int32Array;
  before: Int8Array;
  after: Int8Array;
}

/** The edit that gives windows one score; undefined when they have it already. */
export function scoreEdit(scores: Int8Array, windows: Int32Array, score: Score): ScoreEdit | undefined {
  const changing = windows.filter((window) => window < scores.length && scores[window] !== score);
  if (changing.length === 0) return undefined;
  return {
    windows: changing,
    before: Int8Array.from(changing, (window) => scores[window]!),
    after: new Int8Array(changing.length).fill(score),
  };
}

/** The edit that turns one state of all scores into another; undefined when they are the same. */
export function editBetween(before: Int8Array, after: Int8Array): ScoreEdit | undefined {
  const windows = Int32Array.from(after.keys()).filter((i) => before[i] !== after[i]);
  if (windows.length === 0) return undefined;
  return {
    windows,
    before: Int8Array.from(windows, (i) => before[i]!),
    after: Int8Array.from(windows, (i) => after[i]!),
  };
}

export function applyScores(scores: Int8Array, windows: Int32Array, values: Int8Array): void {
  windows.forEach((window, i) => {
    scores[window] = values[i]!;
  });
}

const words: Readonly<Record<number, string>> = { [-1]: 'Clear', 0: 'Score 0', 1: 'Score 1', 2: 'Score 2' };

/** What the edit is called in menus: "Score 1, window 12". */
export function labelOf({ windows, after }: ScoreEdit): string {
  const first = after[0]!;
  const word = after.every((score) => score === first) ? words[first]! : 'Score';
  return windows.length === 1 ? `${word}, window ${windows[0]! + 1}` : `${word}, ${windows.length} windows`;
}

/** Scores as they are once another program's changes and ours both hold; ours win where both changed a window. */
export function mergedScores(
  base: Int8Array,
  mine: Int8Array,
  theirs: Int8Array,
): { scores: Int8Array; clashes: number } {
  let clashes = 0;
  const scores = Int8Array.from(theirs, (their, i) => {
    if (mine[i] === base[i]) return their;
    if (their !== base[i] && their !== mine[i]) clashes++;
    return mine[i]!;
  });
  return { scores, clashes };
}
