import type { ModelPage, ModelRequests } from '../../common/api/views/model';
import type { EpochRecord } from '../../common/epoch-record';
import { fixed } from '../../common/text/numbers';
import { ChartFigure } from '../shared/chart-figure';
import { Button } from '../shared/controls';
import { bestOf, curve, curveText, ofFold } from '../shared/learning-curves';

type Action = Parameters<ModelRequests['run']>[0]['action'];

/** View of a model: purpose and training first, layers last. */
export function ModelView({ page, run }: { page: ModelPage; run(action: Action): void }) {
  const { info, name } = page;
  return (
    <main>
      <header>
        <h1>{name}</h1>
        <Actions page={page} run={run} />
      </header>
      <p class="summary">
        {info.format}, {fixed(info.parameters, 0)} parameters, windows of {info.input_length} samples.
      </p>
      <Use page={page} />
      <Training page={page} />
      <Attributes page={page} />
      <h2>Layers</h2>
      <Layers page={page} />
    </main>
  );
}

function Actions({ page: { hasCard, inUse }, run }: { page: ModelPage; run(action: Action): void }) {
  return (
    <div class="buttons">
      <Button
        label={inUse ? 'In Use' : 'Use This Model'}
        icon={inUse ? 'check' : 'arrow-right'}
        look={inUse ? 'secondary' : 'primary'}
        onClick={() => run('useModel')}
      />
      <Button label="Evaluate…" icon="checklist" look="secondary" onClick={() => run('evaluate')} />
      {hasCard && <Button label="Model Card" icon="book" look="secondary" onClick={() => run('openCard')} />}
    </div>
  );
}

/** Parameters that the model requires, from its file. */
function Use({ page: { use } }: { page: ModelPage }) {
  const rows = Object.entries(use);
  if (rows.length === 0) return null;
  return (
    <>
      <h2>Used with</h2>
      <dl>
        {rows.flatMap(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>{String(value)}</dd>,
        ])}
      </dl>
    </>
  );
}

function Training({ page }: { page: ModelPage }) {
  const shown = trainedIn(page);
  const last = shown.at(-1);
  if (!last) return null;
  const best = page.best_epoch === null ? '' : `, best epoch ${page.best_epoch}`;
  const figure = (title: string, which: 'loss' | 'accuracy') => (
    <ChartFigure
      title={title}
      text={curveText(shown, which)}
      configuration={(theme) => curve(shown, last.epoch, which, theme)}
    />
  );
  return (
    <>
      <h2>{`Trained for ${last.epoch} epochs${best}`}</h2>
      <div class="charts">
        {figure('Loss', 'loss')}
        {figure('Accuracy', 'accuracy')}
      </div>
    </>
  );
}

/** Epochs of the model's fold. */
function trainedIn({ history }: ModelPage): readonly EpochRecord[] {
  return ofFold(history, bestOf(history)?.fold);
}

const headings = ['Layer', 'Kind', 'Output', 'Parameters', 'Settings'];

function Layers({ page: { info } }: { page: ModelPage }) {
  return (
    <table tabIndex={0}>
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
        {info.layers.map((layer) => (
          <tr key={layer.name}>
            <td>{layer.name}</td>
            <td>{layer.kind}</td>
            <td>{layer.output_shape.join(' × ')}</td>
            <td class="number">{fixed(layer.parameters, 0)}</td>
            <td>{layer.detail}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Attributes({ page }: { page: ModelPage }) {
  const rows = Object.entries(page.attributes);
  if (rows.length === 0) return null;
  return (
    <>
      <h2>In the file</h2>
      <dl>
        {rows.flatMap(([name, value]) => [
          <dt key={`${name} name`}>{name}</dt>,
          <dd key={name}>{String(value)}</dd>,
        ])}
      </dl>
    </>
  );
}
