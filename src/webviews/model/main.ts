import '../shared/base.css';
import '../facts/facts.css';
import './model.css';
import type { ModelNotices, ModelPage, ModelRequests } from '../../common/api/views/model';
import type { EpochRecord } from '../../common/epoch-record';
import { fixed } from '../../common/text/numbers';
import { chartBox } from '../shared/chart-box';
import { h } from '../shared/dom';
import { connectHost } from '../shared/host';
import { bestOf, curve, curveText, ofFold } from '../shared/learning-curves';
import { learningLegend } from '../shared/learning-legend';
import { messageOf } from '../shared/message-of';
import { onThemeChange, readTheme } from '../shared/theme';
import { button } from '../shared/toolkit';

const ask = connectHost<ModelRequests, ModelNotices>({});
const root = document.getElementById('root')!;

ask('page', {}).then(show, (thrown) =>
  root.replaceChildren(h('main', {}, h('p', { attributes: { role: 'alert' } }, messageOf(thrown)))),
);

function show(page: ModelPage): void {
  const { info, history, name } = page;
  const loss = chartBox('Loss', learningLegend());
  const accuracy = chartBox('Accuracy', learningLegend());
  const curves = h('div', { class: 'charts' }, loss.element, accuracy.element);
  const main = h(
    'main',
    {},
    h('h1', {}, name),
    h(
      'p',
      { class: 'summary' },
      `${info.format}, ${fixed(info.parameters, 0)} parameters, windows of ${info.input_length} samples.`,
    ),
    actions(page),
    ...(history.length > 0 ? [h('h2', {}, trainingTitle(page)), curves] : []),
    h('h2', {}, 'Layers'),
    layers(page),
    ...attributes(page),
  );
  root.replaceChildren(main);
  if (history.length === 0) return;
  const draw = () => {
    const theme = readTheme();
    const shown = trainedIn(page);
    const last = shown.at(-1)!.epoch;
    loss.draw(curve(shown, last, 'loss', theme), curveText(shown, 'loss'));
    accuracy.draw(curve(shown, last, 'accuracy', theme), curveText(shown, 'accuracy'));
  };
  draw();
  onThemeChange(draw);
  new ResizeObserver(draw).observe(root);
}

function actions({ hasCard }: ModelPage): HTMLElement {
  const use = button({
    label: 'Use This Model',
    icon: 'check',
    look: 'primary',
    onClick: () => void ask('run', { action: 'useModel' }),
  });
  const evaluate = button({
    label: 'Evaluate…',
    icon: 'beaker',
    look: 'secondary',
    onClick: () => void ask('run', { action: 'evaluate' }),
  });
  const card = button({
    label: 'Model Card',
    icon: 'book',
    look: 'secondary',
    onClick: () => void ask('run', { action: 'openCard' }),
  });
  return h('div', { class: 'buttons' }, use.element, evaluate.element, hasCard && card.element);
}

function trainingTitle(page: ModelPage): string {
  const best = page.best_epoch === null ? '' : `, the best was ${page.best_epoch}`;
  return `Trained for ${trainedIn(page).at(-1)!.epoch} epochs${best}`;
}

/** The epochs of the fold that the model is from. */
function trainedIn({ history }: ModelPage): readonly EpochRecord[] {
  return ofFold(history, bestOf(history)?.fold);
}

function layers({ info }: ModelPage): HTMLElement {
  const headings = ['Layer', 'Kind', 'Output', 'Parameters', 'Settings'];
  return h(
    'table',
    // It scrolls where it is narrow, by keys too.
    { tabIndex: 0 },
    h('thead', {}, h('tr', {}, ...headings.map((heading) => h('th', { scope: 'col' }, heading)))),
    h(
      'tbody',
      {},
      ...info.layers.map((layer) =>
        h(
          'tr',
          {},
          h('td', {}, layer.name),
          h('td', {}, layer.kind),
          h('td', {}, layer.output_shape.join(' × ')),
          h('td', { class: 'number' }, fixed(layer.parameters, 0)),
          h('td', {}, layer.detail),
        ),
      ),
    ),
  );
}

function attributes(page: ModelPage): HTMLElement[] {
  const rows = Object.entries(page.attributes);
  if (rows.length === 0) return [];
  const list = rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value))]);
  return [h('h2', {}, 'In the file'), h('dl', {}, ...list)];
}
