import type { WindowsReport } from '../../common/api/engine/training';
import type { Confusion } from '../../common/training/classification-metrics';

/** Number of threshold steps drawn and available. */
const STEPS = 100;

/** The confusion matrix if windows of probability ≥ `threshold` counted as events. */
export function confusionAt(report: WindowsReport, threshold: number): Confusion {
  if (threshold === report.threshold || report.roc.length === 0) return report.confusion;
  const { true_positive, false_positive, true_negative, false_negative } = report.confusion;
  const [events, others] = [true_positive + false_negative, false_positive + true_negative];
  const { found, wrong } = ratesAt(report, threshold);
  const [right, false_alarms] = [Math.round(found * events), Math.round(wrong * others)];
  return {
    true_positive: right,
    false_negative: events - right,
    false_positive: false_alarms,
    true_negative: others - false_alarms,
  };
}

/** Missed events and false events over the threshold, as points of two lines. */
export function errorCurves(report: WindowsReport) {
  const at = Array.from({ length: STEPS + 1 }, (_, i) => ({
    threshold: i / STEPS,
    confusion: confusionAt(report, i / STEPS),
  }));
  return {
    missed: at.map(({ threshold, confusion }) => ({ x: threshold, y: confusion.false_negative })),
    wrong: at.map(({ threshold, confusion }) => ({ x: threshold, y: confusion.false_positive })),
  };
}

/** True and false positive rate: those of the lowest measured threshold that is not below this one. */
function ratesAt({ roc }: WindowsReport, threshold: number): { found: number; wrong: number } {
  let lowest = Number.POSITIVE_INFINITY;
  let rates = { found: 0, wrong: 0 };
  for (const point of roc) {
    if (point.threshold < threshold || point.threshold >= lowest) continue;
    lowest = point.threshold;
    rates = { found: point.true_positive_rate, wrong: point.false_positive_rate };
  }
  return rates;
}
