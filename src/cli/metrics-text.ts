import { amount } from '../common/text/numbers';
import type { ClassificationMetrics } from '../common/training/classification-metrics';

/** Metrics of a model for a person. */
export function metricsText(metrics: ClassificationMetrics): string[] {
  const { accuracy, threshold, confusion, mcc, auc, optimal_threshold } = metrics;
  const { true_positive, false_positive, true_negative, false_negative } = confusion;
  const share = (value: number | null) => amount(value ?? Number.NaN, 4);
  return [
    `accuracy ${share(accuracy)} at threshold ${amount(threshold)}, MCC ${share(mcc)}, AUC ${share(auc)}, best threshold ${share(optimal_threshold)}`,
    `events: ${true_positive} found, ${false_negative} missed; no events: ${true_negative} left alone, ${false_positive} taken for events`,
  ];
}
