import path from 'node:path';
import type { TrainingSetContents } from '../../common/api/engine/engine-api';
import { count } from '../../common/text/numbers';
import { isObject } from '../../engine/files/json';
import type { Editing } from '../documents/edit-operations';
import type { Engine } from '../engine/engine';
import { clashesOf, editBetween, labelOf, type ScoreEdit, withScores } from './score-edit';

/** Edit operations of a training set: its scores; windows scored together are one step of undo. */
export function scoreEditing(
  engine: Engine,
  file: string,
): Editing<TrainingSetContents, Int8Array, ScoreEdit> {
  return {
    read: () => engine.request('trainingSet', { path: file }),
    write: (scores, target) => engine.request('saveTrainingScores', { path: file, target, scores }),
    keyOf: ({ windows_key }) => windows_key,
    subject: 'windows',
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
