import { fixed } from '../../../common/text/numbers';
import { ChartFigure } from '../../shared/chart-figure';
import { unitCurve } from '../../shared/learning-curves';
import type { Report } from '../verdict';

const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** The usual metrics and curves of classifiers. */
export function MoreCharts({ report }: { report: Report }) {
  if (report.roc.length === 0) return null;
  return (
    <details class="more">
      <summary>Calibration, ROC, precision and recall</summary>
      <p class="faint">{metricsText(report)}</p>
      <div class="charts">
        <Calibration report={report} />
        <Roc report={report} />
        <PrecisionRecall report={report} />
      </div>
    </details>
  );
}

function Calibration({ report }: { report: Report }) {
  return (
    <ChartFigure
      title="Calibration"
      text={`Brier score ${fixed(report.brier, 4)}`}
      configuration={(theme) =>
        unitCurve(
          {
            points: report.calibration.map((bin) => ({ x: bin.mean_probability, y: bin.observed })),
            windows: report.calibration.map((bin) => bin.windows),
            reference: diagonal,
            titles: { x: 'predicted probability', y: 'fraction of events' },
          },
          theme,
        )
      }
    />
  );
}

function Roc({ report }: { report: Report }) {
  const { found, wrong } = ratesOf(report);
  return (
    <ChartFigure
      title="ROC"
      text={`Area under the curve ${fixed(report.auc, 4)}`}
      configuration={(theme) =>
        unitCurve(
          {
            points: report.roc.map((p) => ({ x: p.false_positive_rate, y: p.true_positive_rate })),
            reference: diagonal,
            mark: { x: wrong, y: found },
            titles: { x: 'false positive rate', y: 'true positive rate' },
          },
          theme,
        )
      }
    />
  );
}

function PrecisionRecall({ report }: { report: Report }) {
  const { found, precision } = ratesOf(report);
  return (
    <ChartFigure
      title="Precision and recall"
      text={`Average precision ${fixed(report.average_precision, 4)}`}
      configuration={(theme) =>
        unitCurve(
          {
            points: report.precision_recall.map((p) => ({ x: p.recall, y: p.precision })),
            mark: { x: found, y: precision },
            titles: { x: 'recall', y: 'precision' },
          },
          theme,
        )
      }
    />
  );
}

function ratesOf({ confusion }: Report) {
  const { true_positive, false_negative, false_positive, true_negative } = confusion;
  return {
    found: true_positive / (true_positive + false_negative),
    wrong: false_positive / (false_positive + true_negative),
    precision: true_positive / (true_positive + false_positive),
  };
}

function metricsText({ accuracy, auc, mcc, optimal_threshold }: Report): string {
  return [
    `accuracy ${fixed(100 * accuracy, 1)} %`,
    `area under ROC ${fixed(auc, 3)}`,
    `MCC ${fixed(mcc, 3)}`,
    `optimal threshold (Youden) ${fixed(optimal_threshold, 2)}`,
  ].join(' · ');
}
