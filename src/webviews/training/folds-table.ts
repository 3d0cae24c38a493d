import type { TrainingReport } from '../../common/api/engine/training';
import { fixed } from '../../common/text/numbers';
import { h } from '../shared/dom';

/** How each fold of a cross-validation did on the part that it did not learn from; the best is the model. */
export function foldsTable(folds: NonNullable<TrainingReport['folds']>): HTMLElement[] {
  const lowest = Math.min(...folds.map((fold) => fold.validation_loss));
  const best = folds.findIndex((fold) => fold.validation_loss === lowest);
  const row = (fold: (typeof folds)[number], i: number) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, i === best ? `${i + 1} ✓` : String(i + 1)),
      h('td', {}, `${fixed(100 * fold.accuracy, 1)} %`),
      h('td', {}, fixed(fold.auc, 3)),
      h('td', {}, fixed(fold.mcc, 3)),
      h('td', {}, fixed(fold.validation_loss, 4)),
    );
  const headings = ['fold', 'accuracy', 'area under ROC', 'MCC', 'validation loss'];
  return [
    h('h2', {}, 'Cross-validation'),
    h('p', { class: 'faint' }, `The model is that of fold ${best + 1}, whose loss is the lowest.`),
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, ...headings.map((heading) => h('th', { scope: 'col' }, heading)))),
      h('tbody', {}, ...folds.map(row)),
    ),
  ];
}
