import type { EventColumns } from '../../../common/api/views/events';
import { h, icon, setAttributes, setText } from '../../shared/dom';
import { virtualRows } from '../../shared/virtual-rows';
import { columns, type Order, textsOf, unitOf } from './columns';

export interface EventTable {
  readonly element: HTMLElement;
  update(model: EventTableModel): void;
  focus(): void;
}

export interface EventTableModel {
  events: EventColumns;
  unit: string;
  /** Event numbers, row by row. */
  rows: Uint32Array;
  order: Order;
  selected: number | null;
}

/** Pixels, as VS Code's lists. */
const rowHeight = 22;

/** The detected events, a row each: sorted by a click on a heading, chosen by a click or the keys. */
export function createEventTable(on: {
  select(event: number): void;
  open(event: number): void;
  sort(order: Order): void;
}): EventTable {
  let model: EventTableModel | undefined;
  let texts: string[][] = [];
  let revealed: number | null = null;

  const headings = columns.map((column) => {
    const label = h('button', {
      type: 'button',
      onclick: () => {
        const current = model?.order;
        on.sort({ column: column.id, descending: current?.column === column.id && !current.descending });
      },
    });
    return h('div', { class: 'cell', attributes: { role: 'columnheader' } }, label);
  });
  const header = h(
    'div',
    { class: 'event-row event-header', id: 'event-header', attributes: { role: 'row' } },
    h('div', { class: 'cell number', attributes: { role: 'columnheader' } }, '#'),
    ...headings,
  );

  const list = virtualRows(
    rowHeight,
    () => {
      const cells = ['number', ...columns.map(({ id }) => id)].map((id) =>
        h('div', { class: `cell ${id}`, attributes: { role: 'gridcell' } }),
      );
      const row = h('div', { class: 'event-row', attributes: { role: 'row' } }, ...cells);
      row.addEventListener('click', () => on.select(Number(row.dataset['event'])));
      row.addEventListener('dblclick', () => on.open(Number(row.dataset['event'])));
      return row;
    },
    (row, index) => {
      if (!model) return;
      const event = model.rows[index];
      row.dataset['event'] = String(event);
      row.id = `event-${event}`;
      row.classList.toggle('selected', event === model.selected);
      row.classList.toggle('border', model.events.border[event] === 1);
      row.title = model.events.border[event] === 1 ? 'At an end of the trace: it counts in no average' : '';
      setAttributes(row, { 'aria-rowindex': index + 2, 'aria-selected': event === model.selected });
      [String(event + 1), ...texts.map((column) => column[event])].forEach((text, cell) => {
        setText(row.children[cell] as HTMLElement, text);
      });
    },
  );
  setAttributes(list.element, {
    tabindex: 0,
    role: 'grid',
    'aria-label': 'Events',
    // The headings stay where they are while the rows scroll.
    'aria-owns': header.id,
  });
  const element = h('div', { class: 'event-table' }, header, list.element);

  return {
    element,
    focus: () => list.element.focus(),
    update(next) {
      const before = model;
      model = next;
      const { events, unit, rows, order, selected } = next;
      if (before?.events !== events || before.unit !== unit) {
        texts = columns.map((column) => textsOf(column, events));
        revealed = null;
      }
      columns.forEach((column, index) => {
        const { column: sorted, descending } = order;
        const mine = sorted === column.id;
        const unitText = unitOf(column, unit);
        const button = headings[index].firstElementChild as HTMLElement;
        const key = `${unitText}${mine}${descending}`;
        if (button.dataset['key'] !== key) {
          button.dataset['key'] = key;
          button.replaceChildren(
            column.heading,
            ...(unitText ? [h('span', { class: 'unit' }, ` ${unitText}`)] : []),
            ...(mine ? [icon(descending ? 'arrow-small-down' : 'arrow-small-up')] : []),
          );
          button.title = `Sort by ${column.name.toLowerCase()}`;
        }
        setAttributes(headings[index], {
          'aria-sort': mine ? (descending ? 'descending' : 'ascending') : 'none',
        });
      });
      setAttributes(list.element, {
        'aria-rowcount': rows.length + 1,
        'aria-activedescendant': selected === null ? null : `event-${selected}`,
      });
      if (before?.rows !== rows) list.setCount(rows.length);
      else if (before.selected !== selected) list.refresh();
      if (selected !== null && (revealed !== selected || before?.rows !== rows)) {
        revealed = selected;
        list.reveal(rows.indexOf(selected));
      }
    },
  };
}
