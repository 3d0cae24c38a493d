import type { EvaluationReport, TrainingReport } from '../../common/api/engine/training';
import { wilsonInterval } from '../../common/text/numbers';

export type Report = TrainingReport | EvaluationReport;

export interface Verdict {
  level: 'good' | 'doubt' | 'bad';
  /** One sentence or two. */
  text: string;
}

/** With fewer events or other windows, the intervals are too wide for any verdict. */
const FEWEST = 20;
/** Minimum sensitivity and specificity of a good and of a fair model. */
const GOOD = 0.9;
const FAIR = 0.75;

/** Verdict on the model as text, and whether the test itself can be trusted. */
export function verdictOf(report: Report): Verdict {
  const { true_positive, false_negative, false_positive, true_negative } = report.confusion;
  const [events, others] = [true_positive + false_negative, false_positive + true_negative];
  if (Math.min(events, others) < FEWEST)
    return {
      level: 'doubt',
      text: `Not enough windows to tell: ${events} events and ${others} others. At least ${FEWEST} of each are needed.`,
    };
  const [found, right] = [true_positive / events, true_negative / others];
  const quality = qualityOf(found, right);
  if (quality.level !== 'bad' && isTooKind(report))
    return { level: 'doubt', text: `${quality.text} The test may be too optimistic.` };
  if (quality.level === 'good' && isUncertain(true_positive, events, true_negative, others))
    return { level: 'good', text: `${quality.text} Few windows: the true fractions may be lower.` };
  return quality;
}

function qualityOf(found: number, right: number): Verdict {
  if (Math.min(found, right) >= GOOD) return { level: 'good', text: 'Good.' };
  const weakness = found < right ? 'It misses events.' : 'It accepts other windows as events.';
  if (Math.min(found, right) >= FAIR) return { level: 'doubt', text: `Fair. ${weakness}` };
  return { level: 'bad', text: `Poor. ${weakness}` };
}

/** Whether test windows overlap training windows, or may: then the model looks better than it is. */
function isTooKind(report: Report): boolean {
  if ('taught' in report && report.taught > 0) return true;
  return 'split' in report && (report.split === 'window' || report.shared_stretches.length > 0);
}

/** Whether the lower ends of the intervals are below good. */
function isUncertain(found: number, events: number, right: number, others: number): boolean {
  return Math.min(wilsonInterval(found, events)[0], wilsonInterval(right, others)[0]) < FAIR;
}
