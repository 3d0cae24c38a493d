import type { DetectionView } from '../../../common/api/views/events';
import type { ReadySnapshot } from '../../../common/api/views/trace';
import { h, icon, setText } from '../../shared/dom';
import { count, duration, fixed, significant, withUnit } from '../../shared/numbers';
import type { Theme } from '../../shared/theme';
import { button, link } from '../../shared/toolkit';
import { createAverage } from './average';
import type { ColumnId, Order } from './columns';
import { eventDetails } from './event-details';
import { createEventTable } from './event-table';
import { createFacts } from './facts';
import { createHistogram } from './histogram';

export interface PanelModel {
  snapshot: ReadySnapshot;
  detection: DetectionView | undefined;
  unit: string;
  rate_hz: number;
  rows: Uint32Array;
  order: Order;
  selected: number | null;
  histogram: ColumnId;
  detecting: boolean;
}

export interface PanelHandlers {
  select(event: number): void;
  open(event: number): void;
  sort(order: Order): void;
  measure(column: ColumnId): void;
  detect(): void;
  describe(): void;
  run(action: 'info' | 'settings' | 'export'): void;
}

/** The side panel: what was found, or what to do to find something. */
export function createPanel(on: PanelHandlers) {
  const facts = createFacts({ describe: on.describe, info: () => on.run('info') });
  const table = createEventTable(on);
  const histogram = createHistogram(on.measure);
  const average = createAverage();
  const summary = h('div', { class: 'panel-summary' });
  const warnings = h('ul', { class: 'warnings' });
  const details = h('div', { class: 'panel-section event-details', attributes: { 'aria-live': 'polite' } });
  const found = h(
    'div',
    { class: 'panel-found' },
    summary,
    warnings,
    table.element,
    details,
    histogram.element,
    average.element,
  );
  const settings = h('dl', { class: 'facts' });
  const detect = button({ label: 'Detect Events', icon: 'play', look: 'primary', onClick: on.detect });
  const empty = h(
    'div',
    { class: 'panel-empty' },
    h('p', {}, 'No events detected yet.'),
    detect.element,
    settings,
    link('Change settings', () => on.run('settings')),
  );
  const doubtText = h('span');
  const doubt = h(
    'div',
    { class: 'panel-section doubt', attributes: { role: 'note' } },
    icon('warning'),
    doubtText,
    link('Set it…', on.describe),
  );
  const element = h(
    'aside',
    { class: 'panel', attributes: { 'aria-label': 'Events' } },
    facts.element,
    doubt,
    found,
    empty,
  );
  let detailed: { detection: DetectionView; selected: number | null } | undefined;
  function showDetails({ selected, unit }: PanelModel, detection: DetectionView): void {
    if (detailed?.detection === detection && detailed.selected === selected) return;
    detailed = { detection, selected };
    const lines = selected === null ? [] : eventDetails(detection.events, selected, unit);
    details.classList.toggle('hidden', lines.length === 0);
    details.replaceChildren(...lines.map((line, i) => h('div', { class: i > 0 ? 'why' : '' }, line)));
  }
  let drawn: { model: PanelModel; theme: Theme; width: number; height: number } | undefined;

  return {
    element,
    focus: () => table.focus(),
    update(model: PanelModel, theme: Theme) {
      const { snapshot, detection, unit, rate_hz } = model;
      facts.update(snapshot.info);
      doubt.classList.toggle('hidden', snapshot.unitDoubt === null);
      setText(doubtText, snapshot.unitDoubt ?? '');
      found.classList.toggle('hidden', !detection);
      empty.classList.toggle('hidden', Boolean(detection));
      if (!detection) {
        detect.setEnabled(!model.detecting);
        settings.replaceChildren(
          ...snapshot.detection.summary.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]),
        );
        drawn = undefined;
        return;
      }
      setText(summary, summaryOf(detection, unit));
      warnings.replaceChildren(...detection.warnings.map((warning) => h('li', {}, warning)));
      const { rows, order, selected } = model;
      showDetails(model, detection);
      table.update({ events: detection.events, unit, rows, order, selected });
      const size = { width: element.clientWidth, height: element.clientHeight };
      const same =
        drawn !== undefined &&
        drawn.theme === theme &&
        drawn.width === size.width &&
        drawn.height === size.height &&
        drawn.model.detection === detection &&
        drawn.model.unit === unit &&
        drawn.model.histogram === model.histogram;
      drawn = { model, theme, ...size };
      if (same) return;
      histogram.update(detection.events, unit, model.histogram, theme);
      average.update(detection.average, unit, rate_hz, theme);
    },
  };
}

/** "43 events, 1.43 Hz, −9.1 ± 3.2 pA; 2.1 s on CPU, 8 threads" */
function summaryOf({ events, frequency_hz, seconds, backend }: DetectionView, unit: string): string {
  const n = events.amplitude.length;
  const finite = events.amplitude.filter((a, i) => Number.isFinite(a) && events.border[i] === 0);
  const mean = finite.reduce((sum, a) => sum + a, 0) / finite.length;
  const sd = Math.sqrt(finite.reduce((sum, a) => sum + (a - mean) ** 2, 0) / (finite.length - 1));
  const amplitude =
    finite.length > 1 ? `, ${withUnit(`${significant(mean)} ± ${significant(sd)}`, unit)}` : '';
  const ends = events.border.reduce((sum, border) => sum + border, 0);
  const atEnds = ends > 0 ? ` (${fixed(ends, 0)} at the ends, not counted)` : '';
  const rate = n > 0 ? `, ${withUnit(significant(frequency_hz), 'Hz')}` : '';
  return `${count(n, 'event')}${atEnds}${rate}${amplitude}. Took ${duration(seconds)} on ${backend}.`;
}
