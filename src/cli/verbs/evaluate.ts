import path from 'node:path';
import { amountOfTime } from '../../common/text/duration';
import { amount } from '../../common/text/numbers';
import type { ClassificationMetrics } from '../../common/training/classification-metrics';
import { openedBackends } from '../../engine/service/backends';
import { evaluate as evaluateModel } from '../../engine/training/evaluate';
import { backendFlags, wantedBackend } from '../flags';
import { verb } from '../verb';

export const evaluate = verb({
  name: 'evaluate',
  summary: 'Evaluate a model on the scored windows of training sets.',
  operands: { usage: 'MODEL T.h5…', minimum: 2, maximum: Number.POSITIVE_INFINITY },
  flags: backendFlags,
  parameters: ['model', 'detection'],
  async run({ operands: [model, ...files], flags, parameters, task, say, tell }) {
    const request = { model: path.resolve(model), files: [...new Set(files)], parameters };
    const report = await openedBackends(tell).use(wantedBackend(flags), (backend) =>
      evaluateModel(request, backend, task),
    );
    for (const warning of report.warnings) say(warning);
    return {
      json: { model, files: request.files, ...report },
      text: [
        `${report.windows} windows: ${report.positive} events, ${report.negative} without; ${report.left_out} excluded`,
        ...metricsText(report),
        `${amountOfTime(report.seconds)} on ${report.backend}`,
      ].join('\n'),
    };
  },
});

/** Metrics of a model as text. */
export function metricsText(metrics: ClassificationMetrics): string[] {
  const { accuracy, threshold, confusion, mcc, auc, optimal_threshold } = metrics;
  const { true_positive, false_positive, true_negative, false_negative } = confusion;
  const share = (value: number | null) => amount(value ?? Number.NaN, 4);
  return [
    `accuracy ${share(accuracy)} at threshold ${amount(threshold)}, MCC ${share(mcc)}, AUC ${share(auc)}, best threshold ${share(optimal_threshold)}`,
    `events: ${true_positive} found, ${false_negative} missed; no events: ${true_negative} rejected, ${false_positive} accepted as events`,
  ];
}
