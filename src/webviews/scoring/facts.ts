import type { WindowOrigins } from '../../common/api/views/scoring';
import { duration } from '../../common/text/duration';
import { fixed, probability, significant, withUnit } from '../../common/text/numbers';
import { markOf } from '../shared/drawing/score-marks';
import { directionOf, type ScoredSet, shownProbabilities } from './scored-set';

/** Facts about the window that is shown, in words. */
export function factsOf(set: ScoredSet): string[] {
  const { measures, features, agreement, view } = set;
  const { window } = view;
  const { unit } = set.set;
  const amplitude = measures?.amplitude[window] ?? null;
  const sign = directionOf(set) === 'negative' ? -1 : 1;
  const other = agreement && agreement.scores[window] >= 0 ? markOf(agreement.scores[window]) : undefined;
  const p = shownProbabilities(set)?.[window];
  const facts = [
    amplitude !== null && `amplitude ${withUnit(significant(sign * amplitude), unit)}`,
    measures && `SNR ${fixed(measures.snr[window], 1)}`,
    features && !(features.noise[window] >= 0) && 'contains NaN or infinite values, not used in training',
    features && `noise ${withUnit(significant(features.noise[window], 2), unit)}`,
    p !== undefined && probabilityText(p),
    other && `${agreement!.name}: ${other.shape} ${other.word}`,
    originText(window, { ...set.set, ...set.origins }),
    view.reversed && 'direction reversed',
  ];
  return facts.filter((fact) => typeof fact === 'string' && fact !== '') as string[];
}

/** The window in words, for a screen reader. */
export function spokenText(set: ScoredSet): string {
  const { window } = set.view;
  const { word, meaning } = markOf(set.scores[window]);
  return [`Window ${window + 1}`, `${word} ${meaning}`.trim(), ...factsOf(set)].join(', ');
}

/** "p = 0.97", "p < 0.01" */
function probabilityText(p: number): string {
  const text = probability(p);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}

function originText(
  window: number,
  { sources, rate_hz, source, starts }: Pick<ScoredSet['set'], 'sources' | 'rate_hz'> & WindowOrigins,
): string {
  const path = source ? sources[source[window]] : undefined;
  const file = path?.split(/[\\/]/).at(-1) ?? '';
  const name = file.replace(/\.\w+$/, '');
  const start = starts?.[window];
  if (start === undefined) return name;
  const at = rate_hz === null ? `sample ${fixed(start, 0)}` : duration(start / rate_hz);
  return name === '' ? `@ ${at}` : `${name} @ ${at}`;
}

/** Name of the recording of the surroundings, or the reason why there are none. */
export function surroundingsText({ surroundings, view }: ScoredSet): string {
  if (!surroundings) return '';
  const { answer } = surroundings;
  if ('reason' in answer) return answer.reason;
  if (surroundings.window !== view.window) return '';
  const { recording, window, rate_hz } = answer;
  const name = recording.split(/[\\/]/).at(-1)!;
  if (rate_hz === null) return `${name}, sample ${window.from}`;
  return `${name} at ${duration(window.from / rate_hz)}`;
}
