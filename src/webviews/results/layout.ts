import { createMessage } from '../scoring/message';
import { h, setText } from '../shared/dom';
import { createKeyDialog } from '../shared/key-dialog';
import { createCharts } from './charts/charts';
import { createPlotCanvas } from './charts/plot-canvas';
import { createComparison } from './comparison';
import { createFilterBar } from './filter-bar';
import type { Listing } from './listing';
import type { MeasureId } from './measures';
import { createNotes, type NoteHandlers } from './notes';
import { createReadout } from './readout';
import { createStatistics } from './statistics';
import { createTable, type TableHandlers } from './table';
import { createToolbar, type ToolbarHandlers } from './toolbar';
import { createTraceStrip, type TraceStripHandlers } from './trace-strip';
import { createWhyPanel } from './why-panel';

const mouse = [
  ['Click a row', 'show the event'],
  ['Shift + click', 'select all up to here'],
  ['Ctrl + click', 'select one more, or one less'],
  ['Click the recording', 'put the cursor there'],
  ['Alt + click the recording', 'why is here an event, or none'],
  ['Double click the recording', 'add an event there'],
  ['Wheel', 'show more or less of the recording'],
  ['Shift + wheel', 'move along the recording'],
] as const;

export interface LayoutHandlers extends TableHandlers, TraceStripHandlers, ToolbarHandlers, NoteHandlers {
  list(patch: Partial<Listing>): void;
  measure(measure: MeasureId): void;
  showDifference(index: number): void;
  addHere(): void;
}

export type Layout = ReturnType<typeof createLayout>;

/** Puts the parts of the view in their places. */
export function createLayout(root: HTMLElement, on: LayoutHandlers) {
  const toolbar = createToolbar(on);
  const notes = createNotes(on);
  const filterBar = createFilterBar(on.list);
  const table = createTable(on);
  const viewer = createPlotCanvas('viewer');
  const readout = createReadout();
  const strip = createTraceStrip(on);
  const why = createWhyPanel(on.addHere);
  const charts = createCharts(on.measure);
  const statistics = createStatistics();
  const comparison = createComparison({ show: on.showDifference, end: () => on.run('endComparison') });
  const said = h('div', { class: 'visually-hidden', attributes: { role: 'status', 'aria-live': 'polite' } });
  const empty = h('p', { class: 'empty' });
  const main = h(
    'main',
    { class: 'results' },
    h('h1', { class: 'visually-hidden' }, 'Results'),
    toolbar.element,
    notes.element,
    filterBar.element,
    h(
      'div',
      { class: 'body' },
      h('div', { class: 'list-side' }, table.element, empty, comparison.element, statistics.element),
      h(
        'div',
        { class: 'stage' },
        viewer.element,
        readout.element,
        strip.element,
        why.element,
        charts.element,
      ),
    ),
    said,
  );
  const message = createMessage('Results', on.run);
  const keys = createKeyDialog('Keys of the results editor', mouse);
  root.replaceChildren(main, message.element, keys.element);
  // What the mouse has pressed gives the keyboard back to the list.
  main.addEventListener('click', ({ target, detail }) => {
    const pressed = (target as Element).closest('button, vscode-button, .viewer, .chart, .readout');
    if (detail > 0 && pressed && !(target as Element).closest('.filter-bar')) table.focus(true);
  });

  function only(element: HTMLElement): void {
    for (const part of [main, message.element]) part.classList.toggle('hidden', part !== element);
  }
  only(message.element);

  return {
    main,
    toolbar,
    notes,
    filterBar,
    table,
    viewer,
    readout,
    strip,
    why,
    charts,
    statistics,
    comparison,
    keys,
    showMessage() {
      only(message.element);
      return message;
    },
    showMain() {
      only(main);
    },
    /** In the place of rows where there are none. */
    sayEmpty: (text: string) => {
      setText(empty, text);
      empty.classList.toggle('hidden', text === '');
    },
    say: (text: string) => setText(said, text),
  };
}
