import type { Score } from '../../../common/training/training-set';

/** Appearance of a score: a shape and a word, and a colour in addition. */
export interface ScoreMark {
  score: Score;
  shape: string;
  word: string;
  /** Its meaning in a few words. */
  meaning: string;
}

export const scoreMarks: readonly ScoreMark[] = [
  { score: 1, shape: '●', word: '1', meaning: 'event' },
  { score: 0, shape: '✕', word: '0', meaning: 'no event' },
  { score: 2, shape: '?', word: '2', meaning: 'excluded' },
  { score: -1, shape: '○', word: '', meaning: 'not scored' },
];

const byScore = new Map(scoreMarks.map((mark) => [mark.score as number, mark]));

export function markOf(score: number): ScoreMark {
  return byScore.get(score) ?? byScore.get(-1)!;
}

/** Colours of the scores in the current theme, distinct for the colour-blind too. */
export interface ScoreColours {
  of(score: number): string;
}

export function readScoreColours(): ScoreColours {
  const style = getComputedStyle(document.body);
  const colours = new Map(
    scoreMarks.map(({ score }) => [score as number, style.getPropertyValue(variableOf(score)).trim()]),
  );
  return { of: (score) => colours.get(score) ?? colours.get(-1)! };
}

function variableOf(score: number): string {
  return score === -1 ? '--score-none' : `--score-${score}`;
}
