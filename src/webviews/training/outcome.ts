import type { EvaluationReport, Mistake, TrainingReport } from '../../engine/training/report';
import { chartBox } from '../shared/chart-box';
import { h } from '../shared/dom';
import { unitCurve } from '../shared/learning-curves';
import { fixed } from '../shared/numbers';
import type { Theme } from '../shared/theme';
import { link } from '../shared/toolkit';

type Report = TrainingReport | EvaluationReport;

/** Mistakes beyond these are not worth a look in a list. */
const MOST_MISTAKES = 100;

/** How well the model does on windows it has not learnt from. */
export function outcome(openMistake: (index: number) => void): {
  element: HTMLElement;
  show(report: Report | null, theme: Theme): void;
} {
  const figures = h('div', { class: 'figures' });
  const warnings = h('ul', { class: 'warnings' });
  const roc = chartBox('ROC', false);
  const precision = chartBox('Precision and recall', false);
  const calibration = chartBox('Calibration', false);
  const confusion = h('div', { class: 'confusion' });
  const mistakes = h('div', { class: 'mistakes' });
  const charts = h('div', { class: 'charts' }, roc.element, precision.element, calibration.element);
  const element = h('section', { class: 'outcome' }, figures, warnings, charts, confusion, mistakes);
  let shown: Report | null | undefined;

  return {
    element,
    show(report, theme) {
      element.classList.toggle('hidden', report === null);
      if (report === null) return;
      if (report !== shown) {
        figures.replaceChildren(...figuresOf(report));
        warnings.replaceChildren(...report.warnings.map((warning) => h('li', {}, warning)));
        confusion.replaceChildren(
          h('h2', {}, `Confusion at threshold ${fixed(report.threshold, 2)}`),
          matrixOf(report),
        );
        mistakes.replaceChildren(...mistakesOf(report.mistakes, openMistake));
      }
      shown = report;
      const chance = [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ];
      roc.draw(
        unitCurve(
          report.roc.map((p) => ({ x: p.false_positive_rate, y: p.true_positive_rate })),
          chance,
          { x: 'false positive rate', y: 'true positive rate' },
          theme,
        ),
        `Area under the curve ${fixed(report.auc, 4)}`,
      );
      precision.draw(
        unitCurve(
          report.precision_recall.map((p) => ({ x: p.recall, y: p.precision })),
          [],
          { x: 'recall', y: 'precision' },
          theme,
        ),
        `Average precision ${fixed(report.average_precision, 4)}`,
      );
      calibration.draw(
        unitCurve(
          report.calibration.map((b) => ({ x: b.mean_probability, y: b.observed })),
          chance,
          { x: 'probability given', y: 'share of events' },
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

function matrixOf({ confusion }: Report): HTMLElement {
  const cell = (n: number, right: boolean) =>
    h('td', { class: right ? 'right' : 'wrong' }, `${n} ${right ? '✓' : '✕'}`);
  const heading = (text: string, scope: 'col' | 'row') => h('th', { scope }, text);
  return h(
    'table',
    {},
    h(
      'thead',
      {},
      h('tr', {}, h('td', {}), heading('model: event', 'col'), heading('model: no event', 'col')),
    ),
    h(
      'tbody',
      {},
      h(
        'tr',
        {},
        heading('scored 1', 'row'),
        cell(confusion.true_positive, true),
        cell(confusion.false_negative, false),
      ),
      h(
        'tr',
        {},
        heading('scored 0', 'row'),
        cell(confusion.false_positive, false),
        cell(confusion.true_negative, true),
      ),
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
