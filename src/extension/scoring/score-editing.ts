import { createHash } from 'node:crypto';
import path from 'node:path';
import type { TrainingSetContents } from '../../common/api/engine/training';
import { count } from '../../common/text/numbers';
import type { Score } from '../../common/training/training-set';
import { isObject } from '../../engine/files/fields';
import type { Editing } from '../editing/edit-operations';
import type { Engine } from '../engine/engine';

/** Edit operations of a training set: its scores; windows scored together are one step of undo. */
export function scoreEditing(
  engine: Engine,
  file: string,
): Editing<TrainingSetContents, Int8Array, ScoreEdit> {
  return {
    read: () => engine.request('trainingSet', { path: file }),
    async write(scores, target, expected) {
      const request = { path: file, target, scores, expected };
      return (await engine.request('saveTrainingScores', request)).stamp;
    },
    keyOf: ({ windows_key }) => windows_key,
    subject: 'windows',
    fingerprint: (scores) => createHash('sha256').update(scores).digest('hex'),
    stateOf: ({ scores }) => scores,
    applied: (scores, { windows, after }) => withScores(scores, windows, after),
    inverse: ({ windows, before, after }) => ({ windows, before: after, after: before }),
    between(before, after) {
      const edit = editBetween(before, after);
      return edit ? [edit] : [];
    },
    labelOf,
    sizeOf: ({ windows }) => windows.length,
    written: writtenScores,
    replayed: replayedScores,
    conflictOf({ saved, mine, theirs }) {
      const clashes = clashesOf(saved, mine, theirs);
      const both = clashes > 0 ? ` You scored ${clashes} of them differently.` : '';
      const changed = editBetween(saved, theirs)!.windows.length;
      return `Another program has changed ${count(changed, 'score')} in ${path.basename(file)}.${both}`;
    },
  };
}

/** Windows and scores; one score where all have the same. */
function writtenScores({ windows, after }: ScoreEdit): unknown {
  const [first] = after;
  return { w: [...windows], s: after.every((score) => score === first) ? first : [...after] };
}

function replayedScores(scores: Int8Array, written: unknown): Int8Array {
  const { w, s } = isObject(written) ? written : {};
  if (!Array.isArray(w) || !w.every((window) => window >= 0 && window < scores.length)) return scores;
  const values = Array.isArray(s) ? s : new Array(w.length).fill(s);
  const whole = values.length === w.length && values.every(Number.isInteger);
  return whole ? withScores(scores, Int32Array.from(w), Int8Array.from(values)) : scores;
}

/** One step of undo: windows, and their scores before and after. */
export interface ScoreEdit {
  windows: Int32Array;
  before: Int8Array;
  after: Int8Array;
}

/** The edit that gives windows one score; undefined if it changes nothing. */
export function scoreEdit(scores: Int8Array, windows: Int32Array, score: Score): ScoreEdit | undefined {
  const changing = windows.filter((window) => window < scores.length && scores[window] !== score);
  if (changing.length === 0) return undefined;
  return {
    windows: changing,
    before: Int8Array.from(changing, (window) => scores[window]),
    after: new Int8Array(changing.length).fill(score),
  };
}

/** The edit from one state of all scores to another; undefined if they are the same. */
export function editBetween(before: Int8Array, after: Int8Array): ScoreEdit | undefined {
  const windows = new Int32Array(after.length).map((_, i) => i).filter((i) => before[i] !== after[i]);
  if (windows.length === 0) return undefined;
  return {
    windows,
    before: Int8Array.from(windows, (i) => before[i]),
    after: Int8Array.from(windows, (i) => after[i]),
  };
}

/** The scores with new values for some windows. */
export function withScores(scores: Int8Array, windows: Int32Array, values: Int8Array): Int8Array {
  const result = scores.slice();
  windows.forEach((window, i) => {
    result[window] = values[i];
  });
  return result;
}

const words: Readonly<Record<number, string>> = { [-1]: 'Clear', 0: 'Score 0', 1: 'Score 1', 2: 'Score 2' };

/** Name of the edit in menus: "Score 1, window 12". */
export function labelOf({ windows, after }: ScoreEdit): string {
  const first = after[0];
  const word = after.every((score) => score === first) ? words[first] : 'Score';
  return windows.length === 1 ? `${word}, window ${windows[0] + 1}` : `${word}, ${windows.length} windows`;
}

/** Number of windows that two raters changed to different scores. */
export function clashesOf(base: Int8Array, mine: Int8Array, theirs: Int8Array): number {
  return base.reduce((sum, score, i) => {
    const both = mine[i] !== score && theirs[i] !== score;
    return both && mine[i] !== theirs[i] ? sum + 1 : sum;
  }, 0);
}
