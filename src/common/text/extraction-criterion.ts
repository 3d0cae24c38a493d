import type { ExtractionCounts } from '../api/engine/extraction';
import { amountOfTime } from './duration';
import { amount } from './numbers';

/** Describes the criterion of an extraction: "thresholds 4.5 / 3 / 1.6, template with rise 300 µs and decay 800 µs". */
export function criterionText({
  thresholds,
  template,
}: Pick<ExtractionCounts, 'thresholds' | 'template'>): string {
  const { high, mid, low, unit } = thresholds;
  const levels = [high, mid, low].map((level) => amount(level)).join(' / ');
  const shape =
    template &&
    `template with rise ${amountOfTime(template.t_rise_s)} and decay ${amountOfTime(template.t_decay_s)}`;
  return [`thresholds ${levels} ${unit}`.trim(), shape].filter(Boolean).join(', ');
}
