import type {
  CalibrationBin,
  ClassificationMetrics,
  Confusion,
  PrecisionRecallPoint,
  RocPoint,
} from '../../common/training/classification-metrics';

/** Maximum number of points of a curve; more are indistinguishable in a picture. */
const CURVE_POINTS = 400;
const CALIBRATION_BINS = 10;

/**
 * @param labels 0 or 1, as many as probabilities
 * @param threshold minimum probability of an event
 */
export function classificationMetrics(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): ClassificationMetrics {
  const n = labels.length;
  const confusion = confusionAt(probabilities, labels, threshold);
  const cuts = cutsOf(probabilities, labels);
  const { positive, negative } = cuts.at(-1)!;
  const both = positive > 0 && negative > 0;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (probabilities[i] - labels[i]) ** 2;
  return {
    accuracy: (confusion.true_positive + confusion.true_negative) / n,
    threshold,
    confusion,
    mcc: matthews(confusion),
    auc: both ? areaUnder(cuts) : null,
    average_precision: positive > 0 ? averagePrecision(cuts) : null,
    optimal_threshold: both ? youdenThreshold(cuts) : null,
    brier: squares / n,
    roc: both ? thinned(cuts).map((cut) => rocPoint(cut, positive, negative)) : [],
    precision_recall: positive > 0 ? thinned(cuts.slice(1)).map((cut) => precisionPoint(cut, positive)) : [],
    calibration: calibrationBins(probabilities, labels),
  };
}

function confusionAt(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  threshold: number,
): Confusion {
  const counts = { true_positive: 0, false_positive: 0, true_negative: 0, false_negative: 0 };
  for (let i = 0; i < labels.length; i++) {
    const called = probabilities[i] >= threshold;
    if (labels[i] === 1) counts[called ? 'true_positive' : 'false_negative']++;
    else counts[called ? 'false_positive' : 'true_negative']++;
  }
  return counts;
}

/** Matthews 1975, Biochim Biophys Acta 405:442. */
function matthews({
  true_positive: tp,
  false_positive: fp,
  true_negative: tn,
  false_negative: fn,
}: Confusion): number {
  const product = Math.sqrt(tp + fp) * Math.sqrt(tp + fn) * Math.sqrt(tn + fp) * Math.sqrt(tn + fn);
  return product === 0 ? 0 : (tp * tn - fp * fn) / product;
}

/** Number of windows of probability ≥ threshold, of each class. */
interface Cut {
  threshold: number;
  positive: number;
  negative: number;
}

/** One cut for each different probability, from none of the windows (threshold 1) to all. */
function cutsOf(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Cut[] {
  const order = Array.from({ length: labels.length }, (_, i) => i);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const cuts: Cut[] = [{ threshold: 1, positive: 0, negative: 0 }];
  let cut = cuts[0];
  for (const [rank, i] of order.entries()) {
    cut = {
      threshold: probabilities[i],
      positive: cut.positive + labels[i],
      negative: cut.negative + 1 - labels[i],
    };
    const next = order[rank + 1];
    if (next === undefined || probabilities[next] !== cut.threshold) cuts.push(cut);
  }
  return cuts;
}

/** Trapezoidal area, so that ties count half (Fawcett 2006, Pattern Recognit Lett 27:861). */
function areaUnder(cuts: readonly Cut[]): number {
  const { positive, negative } = cuts.at(-1)!;
  let area = 0;
  for (let i = 1; i < cuts.length; i++)
    area += ((cuts[i].negative - cuts[i - 1].negative) * (cuts[i].positive + cuts[i - 1].positive)) / 2;
  return area / positive / negative;
}

function averagePrecision(cuts: readonly Cut[]): number {
  const all = cuts.at(-1)!.positive;
  let sum = 0;
  for (let i = 1; i < cuts.length; i++) {
    const { positive, negative } = cuts[i];
    sum += ((positive - cuts[i - 1].positive) / all) * (positive / (positive + negative));
  }
  return sum;
}

/** Half-way between the last probability classified as an event and the next lower one. */
function youdenThreshold(cuts: readonly Cut[]): number {
  const all = cuts.at(-1)!;
  const gain = (cut: Cut): number => cut.positive / all.positive - cut.negative / all.negative;
  let best = 0;
  for (let i = 1; i < cuts.length; i++) if (gain(cuts[i]) > gain(cuts[best])) best = i;
  const below = cuts[best + 1]?.threshold ?? 0;
  return (cuts[best].threshold + below) / 2;
}

function rocPoint(cut: Cut, positive: number, negative: number): RocPoint {
  return {
    threshold: cut.threshold,
    false_positive_rate: cut.negative / negative,
    true_positive_rate: cut.positive / positive,
  };
}

function precisionPoint(cut: Cut, positive: number): PrecisionRecallPoint {
  return {
    threshold: cut.threshold,
    precision: cut.positive / (cut.positive + cut.negative),
    recall: cut.positive / positive,
  };
}

/** At most {@link CURVE_POINTS} of the cuts, evenly spaced, including the first and the last. */
function thinned(cuts: readonly Cut[]): readonly Cut[] {
  if (cuts.length <= CURVE_POINTS) return cuts;
  const step = (cuts.length - 1) / (CURVE_POINTS - 1);
  return Array.from({ length: CURVE_POINTS }, (_, i) => cuts[Math.round(i * step)]);
}

function calibrationBins(probabilities: ArrayLike<number>, labels: ArrayLike<number>): CalibrationBin[] {
  const bins = Array.from({ length: CALIBRATION_BINS }, () => ({ windows: 0, probability: 0, events: 0 }));
  for (let i = 0; i < labels.length; i++) {
    const bin = bins[Math.min(CALIBRATION_BINS - 1, Math.floor(probabilities[i] * CALIBRATION_BINS))];
    bin.windows++;
    bin.probability += probabilities[i];
    bin.events += labels[i];
  }
  return bins
    .filter(({ windows }) => windows > 0)
    .map(({ windows, probability, events }) => ({
      windows,
      mean_probability: probability / windows,
      observed: events / windows,
    }));
}
