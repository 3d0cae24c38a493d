import { type Journal, openJournal } from '../documents/journal';

/** The journal of scores: windows and what they were given. */
export interface ScoreJournal {
  append(windows: Int32Array, scores: Int8Array): void;
  /** Starts anew with what is not saved yet, or ends when that is nothing. */
  restart(windows: Int32Array, scores: Int8Array): void;
  close(): void;
}

/** Scores in the order they were given; later ones hold. */
export interface ScoreEntry {
  windows: Int32Array;
  scores: Int8Array;
}

/** @param key names the training set and its windows */
export async function openScoreJournal(
  folder: string,
  key: string,
): Promise<{ journal: ScoreJournal; left: ScoreEntry[] }> {
  const { journal, left } = await openJournal(folder, key);
  return { journal: ofScores(journal), left: left.flatMap(scoresIn) };
}

function ofScores(journal: Journal): ScoreJournal {
  return {
    append: (windows, scores) => journal.append(written(windows, scores)),
    restart: (windows, scores) =>
      journal.restart(windows.length === 0 ? undefined : written(windows, scores)),
    close: () => journal.close(),
  };
}

/** Windows and scores; one score where all have the same. */
function written(windows: Int32Array, scores: Int8Array): unknown {
  const [first] = scores;
  return { w: [...windows], s: scores.every((score) => score === first) ? first : [...scores] };
}

function scoresIn(entry: unknown): ScoreEntry[] {
  const { w, s } = (entry ?? {}) as { w?: number[]; s?: number | number[] };
  if (!Array.isArray(w) || s === undefined) return [];
  const windows = Int32Array.from(w);
  const scores = Array.isArray(s) ? Int8Array.from(s) : new Int8Array(w.length).fill(s);
  return scores.length === windows.length ? [{ windows, scores }] : [];
}
