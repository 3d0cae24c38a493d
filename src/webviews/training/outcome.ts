import type { EvaluationReport, Mistake, TrainingReport } from '../../common/api/engine/training';
import { fixed } from '../../common/text/numbers';
import { chartBox } from '../shared/chart-box';
import { h, icon } from '../shared/dom';
import { unitCurve } from '../shared/learning-curves';
import type { Theme } from '../shared/theme';
import { link } from '../shared/toolkit';
import { foldsTable } from './folds-table';

type Report = TrainingReport | EvaluationReport;

/** Mistakes beyond these are not worth a look in a list. */
const MOST_MISTAKES = 100;

const diagonal = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** How well the model does on windows it has not learnt from. */
export function outcome(openMistake: (index: number) => void): {
  element: HTMLElement;
  show(report: Report | null, theme: Theme): void;
} {
  const figures = h('div', { class: 'figures' });
  const warnings = h('ul', { class: 'warnings' });
  const roc = chartBox('ROC', thresholdLegend());
  const precision = chartBox('Precision and recall', thresholdLegend());
  const calibration = chartBox('Calibration');
  const confusion = h('figure', { class: 'confusion' });
  const folds = h('div', { class: 'folds' });
  const mistakes = h('div', { class: 'mistakes' });
  const charts = h(
    'div',
    { class: 'charts' },
    confusion,
    roc.element,
    precision.element,
    calibration.element,
  );
  const element = h('section', { class: 'outcome' }, figures, warnings, charts, folds, mistakes);
  let shown: Report | null | undefined;

  return {
    element,
    show(report, theme) {
      element.classList.toggle('hidden', report === null);
      if (report === null) return;
      if (report !== shown) {
        figures.replaceChildren(...figuresOf(report));
        warnings.replaceChildren(...report.warnings.map((warning) => h('li', {}, icon('warning'), warning)));
        confusion.replaceChildren(
          h('h2', {}, `Confusion at threshold ${fixed(report.threshold, 2)}`),
          matrixOf(report),
        );
        folds.replaceChildren(...('folds' in report && report.folds ? foldsTable(report.folds) : []));
        mistakes.replaceChildren(...mistakesOf(report.mistakes, openMistake));
      }
      shown = report;
      const { true_positive, false_positive, false_negative, true_negative } = report.confusion;
      const found = true_positive / (true_positive + false_negative);
      roc.draw(
        unitCurve(
          {
            points: report.roc.map((p) => ({ x: p.false_positive_rate, y: p.true_positive_rate })),
            reference: diagonal,
            mark: { x: false_positive / (false_positive + true_negative), y: found },
            titles: { x: 'false positive rate', y: 'true positive rate' },
          },
          theme,
        ),
        `Area under the curve ${fixed(report.auc, 4)}`,
      );
      precision.draw(
        unitCurve(
          {
            points: report.precision_recall.map((p) => ({ x: p.recall, y: p.precision })),
            mark: { x: found, y: true_positive / (true_positive + false_positive) },
            titles: { x: 'recall', y: 'precision' },
          },
          theme,
        ),
        `Average precision ${fixed(report.average_precision, 4)}`,
      );
      calibration.draw(
        unitCurve(
          {
            points: report.calibration.map((b) => ({ x: b.mean_probability, y: b.observed })),
            reference: diagonal,
            dots: true,
            titles: { x: 'probability given', y: 'share of events' },
          },
          theme,
        ),
        `Brier score ${fixed(report.brier, 4)}`,
      );
    },
  };
}

function figuresOf(report: Report): HTMLElement[] {
  const figure = (value: string, name: string) => h('div', {}, h('b', {}, value), h('span', {}, name));
  return [
    figure(`${fixed(100 * report.accuracy, 1)} %`, 'accuracy'),
    figure(fixed(report.auc, 3), 'area under ROC'),
    figure(fixed(report.mcc, 3), 'MCC'),
    figure(fixed(report.optimal_threshold, 3), 'optimal threshold'),
    figure(`${report.positive} : ${report.negative}`, 'events : no events'),
  ];
}

const thresholdLegend = () => [h('i', { class: 'mark' }), 'threshold'];

/** Each count with its share of the windows of that score; darker where more of them are. */
function matrixOf({ confusion }: Report): HTMLElement {
  const { true_positive, false_negative, false_positive, true_negative } = confusion;
  const cell = (n: number, ofAll: number, right: boolean) => {
    const share = ofAll > 0 ? n / ofAll : 0;
    const percent = h('span', {}, ofAll > 0 ? `${fixed(100 * share, 1)} % ${right ? '✓' : '✕'}` : '–');
    const element = h('td', { class: right ? 'right' : 'wrong' }, h('b', {}, String(n)), percent);
    element.style.setProperty('--share', `${Math.round(8 + 32 * share)}%`);
    return element;
  };
  const heading = (text: string, scope: 'col' | 'row') => h('th', { scope }, text);
  const row = (text: string, n: [called: number, not: number], right: [boolean, boolean]) => {
    const ofAll = n[0] + n[1];
    return h('tr', {}, heading(text, 'row'), cell(n[0], ofAll, right[0]), cell(n[1], ofAll, right[1]));
  };
  return h(
    'table',
    {},
    h('thead', {}, h('tr', {}, h('td', {}), heading('model: event', 'col'), heading('model: none', 'col'))),
    h(
      'tbody',
      {},
      row('scored 1', [true_positive, false_negative], [true, false]),
      row('scored 0', [false_positive, true_negative], [false, true]),
    ),
  );
}

function mistakesOf(mistakes: readonly Mistake[], open: (index: number) => void): HTMLElement[] {
  if (mistakes.length === 0) return [h('p', {}, 'No window is on the wrong side of the threshold.')];
  const rows = mistakes.slice(0, MOST_MISTAKES).map(({ file, row, score, probability }, index) =>
    h(
      'li',
      {},
      link(`${file.split(/[\\/]/).at(-1)}, window ${row + 1}`, () => open(index)),
      `: scored ${score}, the model says ${fixed(probability, 3)}`,
    ),
  );
  const more = mistakes.length > MOST_MISTAKES ? ` The ${MOST_MISTAKES} most confident ones:` : '';
  return [
    h('h2', {}, 'Windows it gets wrong'),
    h('p', { class: 'faint' }, `${mistakes.length} of them, worth a second look at their scores.${more}`),
    h('ul', {}, ...rows),
  ];
}
