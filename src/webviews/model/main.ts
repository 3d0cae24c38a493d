import '../shared/base.css';
import '../facts/facts.css';
import './model.css';
import type { ModelNotices, ModelPage, ModelRequests } from '../../extension/webview-protocol/model';
import { chartBox } from '../shared/chart-box';
import { h } from '../shared/dom';
import { connectHost } from '../shared/host';
import { curve, curveText } from '../shared/learning-curves';
import { learningLegend } from '../shared/learning-legend';
import { messageOf } from '../shared/message-of';
import { fixed } from '../shared/numbers';
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
    const last = history.at(-1)!.epoch;
    loss.draw(curve(history, last, 'loss', theme), curveText(history, 'loss'));
    accuracy.draw(curve(history, last, 'accuracy', theme), curveText(history, 'accuracy'));
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

function trainingTitle({ history, best_epoch }: ModelPage): string {
  const best = best_epoch === null ? '' : `, the best was ${best_epoch}`;
  return `Trained for ${history.at(-1)!.epoch} epochs${best}`;
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
