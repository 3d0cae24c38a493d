import type { TrainingReport } from '../../../common/api/engine/training';
import { fixed } from '../../../common/text/numbers';

const headings = ['fold', 'accuracy', 'area under ROC', 'MCC', 'validation loss'];

/** Validation results of each fold of a cross-validation; the model is that of the best. */
export function Folds({ folds }: { folds: NonNullable<TrainingReport['folds']> }) {
  const lowest = Math.min(...folds.map((fold) => fold.validation_loss));
  const best = folds.findIndex((fold) => fold.validation_loss === lowest);
  return (
    <div class="folds">
      <h2>Cross-validation</h2>
      <p class="faint">The model is that of fold {best + 1}, which has the lowest loss.</p>
      <table>
        <thead>
          <tr>
            {headings.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {folds.map((fold, i) => (
            <tr key={i}>
              <th scope="row">{i === best ? `${i + 1} ✓` : i + 1}</th>
              <td>{fixed(100 * fold.accuracy, 1)} %</td>
              <td>{fixed(fold.auc, 3)}</td>
              <td>{fixed(fold.mcc, 3)}</td>
              <td>{fixed(fold.validation_loss, 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
