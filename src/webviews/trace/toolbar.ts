import type { ReadySnapshot, TraceAction, TraceChoice } from '../../common/api/views/trace';
import { h, setText } from '../shared/dom';
import { count, fixed } from '../shared/numbers';
import { button, dropdown } from '../shared/toolkit';

export interface ToolbarModel {
  snapshot: ReadySnapshot;
  choice: TraceChoice;
  filtered: boolean;
  fitted: boolean;
  panelShown: boolean;
  /** null before a detection. */
  events: number | null;
  selected: number | null;
  detecting: boolean;
}

export interface ToolbarHandlers {
  choose(choice: TraceChoice): void;
  chooseSeries(series: string): void;
  act(action: TraceAction): void;
  detect(): void;
  run(action: 'settings' | 'export' | 'tune'): void;
}

export function createToolbar(on: ToolbarHandlers) {
  let model: ToolbarModel | undefined;
  const withChoice = (change: (choice: TraceChoice) => TraceChoice) => {
    if (model) on.choose(change(model.choice));
  };
  const series = dropdown('Series', (index) => {
    const chosen = model?.snapshot.info.all_series[index];
    if (chosen !== undefined) on.chooseSeries(chosen);
  });
  const channel = dropdown('Channel', (index) => withChoice((choice) => ({ ...choice, channel: index })));
  const sweep = dropdown('Sweep', (index) =>
    withChoice((choice) => ({ ...choice, sweep: index === 0 ? null : index - 1 })),
  );
  const iconButton = (label: string, icon: string, action: TraceAction) =>
    button({ label, icon, look: 'icon', onClick: () => on.act(action) });
  const filter = iconButton('Filtered trace', 'filter', 'toggleFilter');
  const fit = iconButton('Fit the amplitude', 'arrow-both', 'autoScale');
  fit.element.classList.add('upright');
  const whole = iconButton('Whole trace', 'screen-full', 'showAll');
  const detect = button({
    label: 'Detect',
    icon: 'play',
    title: 'Detect events',
    look: 'primary',
    onClick: on.detect,
  });
  const settings = button({
    label: 'Detection settings',
    icon: 'settings-gear',
    look: 'icon',
    onClick: () => on.run('settings'),
  });
  const tune = button({
    label: 'Tune parameters',
    icon: 'beaker',
    look: 'icon',
    onClick: () => on.run('tune'),
  });
  const previous = iconButton('Previous event', 'chevron-left', 'previousEvent');
  const next = iconButton('Next event', 'chevron-right', 'nextEvent');
  const exporting = button({
    label: 'Export results',
    icon: 'export',
    look: 'icon',
    onClick: () => on.run('export'),
  });
  const position = h('span', { class: 'position', attributes: { 'aria-live': 'polite' } });
  const events = h(
    'div',
    { class: 'tool-group events-group' },
    previous.element,
    position,
    next.element,
    exporting.element,
  );
  const keys = iconButton('Keys', 'question', 'showKeys');
  for (const { element } of [keys, whole]) element.classList.add('spare');
  const panel = iconButton('Side panel', 'layout-sidebar-right', 'toggleSidePanel');
  const element = h(
    'div',
    { class: 'toolbar', attributes: { role: 'toolbar', 'aria-label': 'Trace' } },
    h('div', { class: 'tool-group' }, series.element, channel.element, sweep.element),
    h('div', { class: 'tool-group scale-group' }, filter.element, fit.element, whole.element),
    h('div', { class: 'tool-group' }, detect.element, tune.element, settings.element),
    events,
    h('div', { class: 'tool-group last' }, keys.element, panel.element),
  );

  return {
    element,
    update(next: ToolbarModel) {
      model = next;
      const { info, filter: filterText, keys: list } = next.snapshot;
      const keyOf = new Map(list.map(({ action, keys: [first] }) => [action, first ? ` (${first})` : '']));
      series.element.classList.toggle('hidden', info.all_series.length < 2);
      series.set(info.all_series, info.all_series.indexOf(info.series));
      channel.set(
        info.channels.map(({ name, unit }, i) => `${name || `Channel ${i + 1}`}${unit ? ` (${unit})` : ''}`),
        next.choice.channel,
      );
      sweep.element.classList.toggle('hidden', info.sweeps < 2);
      sweep.set(
        ['All sweeps', ...info.samples.map((_, i) => `Sweep ${i + 1}/${fixed(info.sweeps, 0)}`)],
        next.choice.sweep === null ? 0 : next.choice.sweep + 1,
      );
      filter.element.classList.toggle('hidden', filterText === null);
      filter.setPressed(next.filtered);
      filter.setTitle(`Filtered trace: ${filterText}${keyOf.get('toggleFilter')}`);
      fit.setPressed(next.fitted);
      fit.setTitle(`Fit the amplitude${keyOf.get('autoScale')}`);
      whole.setTitle(`Show the whole trace${keyOf.get('showAll')}`);
      previous.setTitle(`Previous event${keyOf.get('previousEvent')}`);
      keys.setTitle(`Keys${keyOf.get('showKeys')}`);
      panel.setTitle(`Side panel${keyOf.get('toggleSidePanel')}`);
      panel.setPressed(next.panelShown);
      detect.setEnabled(!next.detecting);
      events.classList.toggle('hidden', next.events === null);
      const many = (next.events ?? 0) > 0;
      previous.setEnabled(many);
      exporting.setEnabled(many);
      setText(
        position,
        next.selected === null
          ? count(next.events ?? 0, 'event')
          : `${fixed(next.selected + 1, 0)} of ${count(next.events ?? 0, 'event')}`,
      );
    },
  };
}
