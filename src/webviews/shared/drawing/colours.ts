import { readTheme, type Theme } from '../theme';
import { readScoreColours, type ScoreColours } from './score-marks';

/** The colours of the current theme, with those of the scores. */
export interface Colours extends Theme {
  score: ScoreColours;
}

export function readColours(): Colours {
  return { ...readTheme(), score: readScoreColours() };
}
