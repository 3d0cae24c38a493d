import type { TrainingAction, TrainingSnapshot } from '../../common/api/views/training';
import { fixed } from '../../common/text/numbers';
import { chartBox } from '../shared/chart-box';
import { h, setAttributes, setText } from '../shared/dom';
import { bestOf, curve, curveText, ofFold } from '../shared/learning-curves';
import { learningLegend } from '../shared/learning-legend';
import { readTheme } from '../shared/theme';
import { button, type Control } from '../shared/toolkit';
import { outcome } from './outcome';

export interface PageActions {
  run(action: TrainingAction): void;
  openMistake(index: number): void;
}

/** The training view: how far it is, its curves as they grow, and what came of it. */
export function trainingPage(actions: PageActions): {
  element: HTMLElement;
  show(s: TrainingSnapshot): void;
} {
  const title = h('h1');
  const status = h('p', { class: 'status', attributes: { role: 'status' } });
  const bar = h('progress', { max: 1, attributes: { 'aria-label': 'Progress' } });
  const failure = h('p', { class: 'failure', attributes: { role: 'alert' } });
  const buttons = h('div', { class: 'buttons' });
  const setup = h('dl', { class: 'setup' });
  const loss = chartBox('Loss', learningLegend());
  const accuracy = chartBox('Accuracy', learningLegend());
  const curves = h('div', { class: 'charts' }, loss.element, accuracy.element);
  const result = outcome(actions.openMistake);
  const element = h(
    'main',
    {},
    h('header', {}, h('div', { class: 'headline' }, title, buttons), status, bar, failure),
    curves,
    result.element,
    h('details', { open: true }, h('summary', {}, 'How it is trained'), setup),
  );
  let shownButtons = '';

  function showButtons({ state, kind, report }: TrainingSnapshot): void {
    const wanted = buttonsFor(state, kind, report !== null);
    const key = wanted.map(({ action }) => action).join();
    if (key === shownButtons) return;
    shownButtons = key;
    const controls: Control[] = wanted.map(({ label, icon, action }, i) =>
      button({ label, icon, look: i === 0 ? 'primary' : 'secondary', onClick: () => actions.run(action) }),
    );
    buttons.replaceChildren(...controls.map((control) => control.element));
  }

  return {
    element,
    show(snapshot) {
      const { model, kind, state, progress, history, epochs, report } = snapshot;
      const theme = readTheme();
      setText(title, model);
      setText(status, statusText(snapshot));
      setText(failure, snapshot.failure ?? '');
      failure.classList.toggle('hidden', snapshot.failure === null);
      bar.classList.toggle('hidden', state !== 'running');
      if (progress.fraction === null) bar.removeAttribute('value');
      else bar.value = progress.fraction;
      showButtons(snapshot);
      setup.replaceChildren(
        ...snapshot.setup.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
      );
      curves.classList.toggle('hidden', kind === 'evaluation');
      if (kind === 'training') {
        // With folds the one under way, and at the end that of the model.
        const shown = ofFold(history, (report ? bestOf(history) : history.at(-1))?.fold);
        loss.draw(curve(shown, epochs, 'loss', theme), curveText(shown, 'loss'));
        accuracy.draw(curve(shown, epochs, 'accuracy', theme), curveText(shown, 'accuracy'));
      }
      result.show(report, theme);
      setAttributes(element, { 'aria-busy': state === 'running' });
    },
  };
}

function buttonsFor(
  state: TrainingSnapshot['state'],
  kind: TrainingSnapshot['kind'],
  hasReport: boolean,
): { label: string; icon: string; action: TrainingAction }[] {
  if (state === 'running')
    return kind === 'training'
      ? [{ label: 'Stop and Keep the Best', icon: 'debug-stop', action: 'stop' }]
      : [{ label: 'Cancel', icon: 'debug-stop', action: 'stop' }];
  if (!hasReport)
    return [
      { label: 'Try Again', icon: 'refresh', action: 'again' },
      { label: 'Show the Log', icon: 'output', action: 'log' },
    ];
  if (kind === 'evaluation') return [{ label: 'Open the Model', icon: 'graph-line', action: 'openModel' }];
  return [
    { label: 'Use This Model', icon: 'check', action: 'useModel' },
    { label: 'Open the Model', icon: 'graph-line', action: 'openModel' },
    { label: 'Model Card', icon: 'book', action: 'openCard' },
  ];
}

function statusText(snapshot: TrainingSnapshot): string {
  const { state, kind, progress, history, epochs, folds, resumedAfter, report } = snapshot;
  if (state === 'failed' && kind === 'evaluation') return 'The evaluation failed.';
  if (state === 'failed')
    return history.length === 0
      ? 'The training failed.'
      : `The training failed after epoch ${history.at(-1)!.epoch}; with the same settings it goes on from there.`;
  if (state === 'cancelled') return 'Cancelled; nothing was written.';
  const best = bestOf(history);
  const inFold = (fold: number): string => (folds > 1 ? `fold ${fold} of ${folds}, ` : '');
  const bestText = (fold: number, epoch: number): string =>
    folds > 1 ? `fold ${fold}, epoch ${epoch}` : String(epoch);
  const resumed = resumedAfter > 0 && `resumed after ${epochsText(resumedAfter)}`;
  if (state === 'running') {
    const epoch = history.at(-1);
    const parts = [
      epoch ? `${inFold(epoch.fold)}epoch ${epoch.epoch} of at most ${epochs}` : progress.phase,
      resumed,
      best && `best ${bestText(best.fold, best.epoch)} (validation loss ${fixed(best.validation_loss, 4)})`,
      progress.text,
    ];
    return parts.filter(Boolean).join(' · ');
  }
  if (report && 'stopped' in report) {
    const why = {
      epochs: 'all epochs done',
      patience: 'no better for a while',
      cancelled: 'stopped by you, the best so far is kept',
    }[report.stopped];
    const parts = [
      `${epochsText(report.epochs)}, ${why}`,
      resumed,
      `best ${bestText(best?.fold ?? 1, report.best_epoch)}`,
      `${fixed(report.seconds, 0)} s on ${report.backend}`,
    ];
    return parts.filter(Boolean).join(' · ');
  }
  return report ? `${report.windows} windows · ${fixed(report.seconds, 1)} s on ${report.backend}` : '';
}

function epochsText(count: number): string {
  return count === 1 ? '1 epoch' : `${count} epochs`;
}
