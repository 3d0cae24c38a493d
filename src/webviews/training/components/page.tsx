import type { TrainingReport } from '../../../common/api/engine/training';
import type { TrainingAction } from '../../../common/api/views/training';
import { fixed } from '../../../common/text/numbers';
import { ChartFigure } from '../../shared/chart-figure';
import { Button } from '../../shared/controls';
import { bestOf, curve, curveText, ofFold } from '../../shared/learning-curves';
import { type Store, useStore } from '../../shared/store';
import { type Note, Strip } from '../../shared/strip';
import { buttonsFor, statusText } from '../status';
import type { TrainingMessage, TrainingState } from '../store';
import type { Report } from '../verdict';
import { Mistakes } from './mistakes';
import { MoreCharts } from './more-charts';
import { Thresholds } from './thresholds';
import { VerdictTable, VerdictText } from './verdict';

interface PageCommands {
  run(action: TrainingAction): void;
  openMistake(index: number): void;
  setThreshold(threshold: number | null): void;
}

type Snapshot = NonNullable<TrainingState['snapshot']>;

/** The training view: learning curves while it runs, then the quality of the model. */
export function TrainingPage({
  store,
  on,
}: {
  store: Store<TrainingState, TrainingMessage>;
  on: PageCommands;
}) {
  const state = useStore(store, (whole) => whole);
  const { snapshot, failure } = state;
  if (failure !== null) return <p role="alert">{failure}</p>;
  if (!snapshot) return null;
  const { report } = snapshot;
  return (
    <main aria-busy={snapshot.state === 'running'}>
      <Header snapshot={snapshot} inUse={state.inUse} on={on} />
      {report ? <Outcome state={state} report={report} on={on} /> : <Curves snapshot={snapshot} />}
      <details open={report === null}>
        <summary>Settings</summary>
        <dl class="setup">
          {snapshot.setup.flatMap(([name, value]) => [
            <dt key={`${name} name`}>{name}</dt>,
            <dd key={name}>{value}</dd>,
          ])}
        </dl>
      </details>
    </main>
  );
}

function Header({ snapshot, inUse, on }: { snapshot: Snapshot; inUse: boolean; on: PageCommands }) {
  const { model, state, progress, failure, report } = snapshot;
  return (
    <header>
      <div class="headline">
        <h1>{model}</h1>
        {report && <VerdictText report={report} />}
        <div class="buttons">
          {buttonsFor(snapshot, inUse).map(({ label, icon, action }, i) => (
            <Button
              key={action}
              label={label}
              icon={icon}
              look={i === 0 ? 'primary' : 'secondary'}
              onClick={() => on.run(action)}
            />
          ))}
        </div>
      </div>
      <p class="status" role="status">
        {statusText(snapshot)}
      </p>
      {state === 'running' && (
        <progress max={1} aria-label="Progress" value={progress.fraction ?? undefined} />
      )}
      {failure !== null && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </header>
  );
}

function Outcome({ state, report, on }: { state: TrainingState; report: Report; on: PageCommands }) {
  const snapshot = state.snapshot!;
  const notes = report.warnings.map((text, i): Note => ({ id: `warning-${i}`, level: 'doubt', text }));
  return (
    <section class="outcome">
      <VerdictTable report={report} />
      <Strip notes={notes} />
      <div class="columns">
        <Thresholds report={report} threshold={state.threshold} setThreshold={on.setThreshold} />
        <Mistakes report={report} samples={state.samples} open={on.openMistake} />
      </div>
      {'folds' in report && report.folds && <Folds folds={report.folds} />}
      {snapshot.kind === 'training' && (
        <details>
          <summary>Curves</summary>
          <Curves snapshot={snapshot} />
        </details>
      )}
      <MoreCharts report={report} />
    </section>
  );
}

/** With folds, curves of the present one, and at the end of the model's one. */
function Curves({ snapshot: { kind, history, epochs, report } }: { snapshot: Snapshot }) {
  if (kind === 'evaluation') return null;
  const shown = ofFold(history, (report ? bestOf(history) : history.at(-1))?.fold);
  const figure = (title: string, which: 'loss' | 'accuracy') => (
    <ChartFigure
      title={title}
      text={curveText(shown, which)}
      configuration={(theme) => curve(shown, epochs ?? shown.length, which, theme)}
    />
  );
  return (
    <div class="charts">
      {figure('Loss', 'loss')}
      {figure('Accuracy', 'accuracy')}
    </div>
  );
}

const headings = ['fold', 'accuracy', 'area under ROC', 'MCC', 'validation loss'];

/** Validation results of each fold of a cross-validation; the model is that of the best. */
function Folds({ folds }: { folds: NonNullable<TrainingReport['folds']> }) {
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
