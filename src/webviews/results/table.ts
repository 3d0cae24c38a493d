import type { ResultsColumns } from '../../common/api/views/results';
import { h, icon, setAttributes, setText } from '../shared/dom';
import { virtualRows } from '../shared/virtual-rows';
import type { Listing } from './listing';
import { knownMeasures, type Measure, type MeasureId, textsOf, unitOf } from './measures';

export interface TableModel {
  events: ResultsColumns;
  unit: string;
  /** Event numbers, row by row. */
  rows: Uint32Array;
  listing: Listing;
  current: number | null;
  selection: ReadonlySet<number>;
}

export interface TableHandlers {
  select(location: number, how: 'one' | 'range' | 'toggle'): void;
  open(location: number): void;
  sort(measure: MeasureId): void;
}

/** Pixels, as VS Code's lists. */
const rowHeight = 22;

/** Marks of an event beside its measures: a letter each, in words for those who hear them. */
const marks = [
  ['deleted', '✕', 'deleted'],
  ['added', '+', 'added by hand'],
  ['excluded', '⊘', 'left out of the average'],
  ['border', '|', 'at the border: in no statistic'],
] as const;

/** All events, a row each: sorted by a click on a heading, chosen by a click or the keys. */
export function createTable(on: TableHandlers) {
  let model: TableModel | undefined;
  let columns: Measure[] = [];
  let texts: string[][] = [];
  let revealed: number | null = null;

  const header = h('div', {
    class: 'event-row event-header',
    id: 'event-header',
    attributes: { role: 'row' },
  });
  const list = virtualRows(
    rowHeight,
    () => {
      const row = h('div', { class: 'event-row', attributes: { role: 'row' } });
      row.addEventListener('click', ({ shiftKey, ctrlKey, metaKey }) =>
        on.select(Number(row.dataset['event']), shiftKey ? 'range' : ctrlKey || metaKey ? 'toggle' : 'one'),
      );
      row.addEventListener('dblclick', () => on.open(Number(row.dataset['event'])));
      return row;
    },
    (row, index) => {
      if (!model) return;
      const { events, rows, current, selection } = model;
      const event = rows[index];
      const location = events.location[event];
      const found = marks.filter(([flag]) => events[flag][event] === 1);
      row.dataset['event'] = String(location);
      row.id = `event-${location}`;
      row.className = ['event-row', ...found.map(([flag]) => flag)].join(' ');
      row.classList.toggle('selected', selection.has(location));
      row.classList.toggle('current', location === current);
      setAttributes(row, { 'aria-rowindex': index + 2, 'aria-selected': selection.has(location) });
      const cells = [String(event + 1), ...texts.map((column) => column[event]), ''];
      while (row.children.length > cells.length) row.lastElementChild!.remove();
      while (row.children.length < cells.length)
        row.append(h('div', { class: 'cell', attributes: { role: 'gridcell' } }));
      cells.forEach((text, i) => {
        setText(row.children[i] as HTMLElement, text);
      });
      const last = row.lastElementChild as HTMLElement;
      last.classList.add('marks');
      setText(last, found.map(([, sign]) => sign).join(' '));
      last.title = found.map(([, , words]) => words).join(', ');
      setAttributes(last, { 'aria-label': last.title || null });
    },
  );
  setAttributes(list.element, {
    tabindex: 0,
    role: 'grid',
    'aria-label': 'Events',
    'aria-multiselectable': 'true',
    // The headings stay where they are while the rows scroll.
    'aria-owns': header.id,
  });
  const element = h('div', { class: 'event-table' }, header, list.element);
  list.element.addEventListener('scroll', () => {
    header.scrollLeft = list.element.scrollLeft;
  });

  function heading(measure: Measure, { unit, listing }: TableModel): HTMLElement {
    const mine = listing.sort === measure.id;
    const own = unitOf(measure, unit);
    const sign = mine && icon(listing.descending ? 'arrow-small-down' : 'arrow-small-up');
    return h(
      'div',
      {
        class: 'cell',
        attributes: {
          role: 'columnheader',
          'aria-sort': mine ? (listing.descending ? 'descending' : 'ascending') : 'none',
        },
      },
      h(
        'button',
        {
          type: 'button',
          title: `Sort by ${measure.name.toLowerCase()}`,
          onclick: () => on.sort(measure.id),
        },
        measure.heading,
        sign,
        h('span', { class: 'unit' }, own),
      ),
    );
  }

  return {
    element,
    /** `still` leaves in sight what is: in a narrow view the list scrolls away. */
    focus: (still = false) => list.element.focus({ preventScroll: still }),
    hasFocus: () => element.contains(document.activeElement),
    /** Rows that fit. */
    page: () => Math.max(1, Math.floor(list.element.clientHeight / rowHeight) - 1),
    update(next: TableModel) {
      const before = model;
      model = next;
      if (before?.events !== next.events || before.unit !== next.unit) {
        columns = knownMeasures(next.events);
        texts = columns.map((measure) => textsOf(measure, next.events));
        element.style.setProperty('--columns', String(columns.length));
      }
      if (before?.events !== next.events || before.listing !== next.listing)
        header.replaceChildren(
          h('div', { class: 'cell', attributes: { role: 'columnheader' } }, '#'),
          ...columns.map((measure) => heading(measure, next)),
          h(
            'div',
            { class: 'cell marks', attributes: { role: 'columnheader' } },
            h('span', { class: 'visually-hidden' }, 'Marks'),
          ),
        );
      setAttributes(list.element, {
        'aria-rowcount': next.rows.length + 1,
        'aria-activedescendant': next.current === null ? null : `event-${next.current}`,
      });
      if (before?.rows !== next.rows) list.setCount(next.rows.length);
      else list.refresh();
      if (next.current === null || (revealed === next.current && before?.rows === next.rows)) return;
      revealed = next.current;
      const row = next.rows.findIndex((event) => next.events.location[event] === next.current);
      if (row >= 0) list.reveal(row);
    },
  };
}
