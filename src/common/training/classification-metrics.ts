/** How well probabilities tell windows with an event (label 1) from those without (0). Plain data, for JSON. */
export interface ClassificationMetrics {
  /** Share of right answers at `threshold`, and what it is made of. */
  accuracy: number;
  threshold: number;
  confusion: Confusion;
  /** Matthews' correlation coefficient at `threshold`, −1 … 1; 0 where a class is never given. */
  mcc: number;
  /** Area under the ROC curve; null where a class is missing. */
  auc: number | null;
  /** Mean precision over recall, by steps; null where there are no events. */
  average_precision: number | null;
  /** Where true less false positive rate (Youden's J) is greatest; null where a class is missing. */
  optimal_threshold: number | null;
  /** Mean squared difference of probability and label (Brier 1950). */
  brier: number;
  roc: RocPoint[];
  precision_recall: PrecisionRecallPoint[];
  /** Ten bins of probability; empty bins are left out. */
  calibration: CalibrationBin[];
}

export interface Confusion {
  true_positive: number;
  false_positive: number;
  true_negative: number;
  false_negative: number;
}

/** What results when windows of probability ≥ `threshold` count as events. */
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
  /** Share of windows with an event. */
  observed: number;
}
