/** Metrics of a binary classifier: windows with an event (label 1) against those without (0). Plain data, for JSON. */
export interface ClassificationMetrics {
  /** Accuracy at `threshold`, and the counts behind it. */
  accuracy: number;
  threshold: number;
  confusion: Confusion;
  /** Matthews' correlation coefficient at `threshold`, −1 … 1; 0 if only one class is predicted. */
  mcc: number;
  /** Area under the ROC curve; null if a class is missing. */
  auc: number | null;
  /** Mean precision over recall, by steps; null without events. */
  average_precision: number | null;
  /** Threshold of the maximum of true minus false positive rate (Youden's J); null if a class is missing. */
  optimal_threshold: number | null;
  /** Brier score (1950): mean squared difference of probability and label. */
  brier: number;
  roc: RocPoint[];
  precision_recall: PrecisionRecallPoint[];
  /** Ten bins of probability; empty bins are omitted. */
  calibration: CalibrationBin[];
}

export interface Confusion {
  true_positive: number;
  false_positive: number;
  true_negative: number;
  false_negative: number;
}

/** Counts and rates if windows of probability ≥ `threshold` are classified as events. */
export interface RocPoint {
  threshold: number;
  false_positive_rate: number;
  true_positive_rate: number;
}

export interface PrecisionRecallPoint {
  threshold: number;
  precision: number;
  recall: number;
}

export interface CalibrationBin {
  windows: number;
  mean_probability: number;
  /** Fraction of windows with an event. */
  observed: number;
}
