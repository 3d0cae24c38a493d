import { useMemo } from 'preact/hooks';
import type { EventColumns } from '../../../common/api/views/events';
import { Icon } from '../../shared/controls';
import { useStore } from '../../shared/use-store';
import { readyOf } from '../selectors';
import type { TraceState } from '../state';
import { type Column, columns, type Order, textsOf, unitOf } from './columns';
import type { DetectionPart } from './panel';
import { VirtualList } from './virtual-list';

/** Pixels, as VS Code's lists. */
const ROW_HEIGHT_PX = 22;

const rowsOf = (state: TraceState) => readyOf(state)?.rows;
const orderOf = ({ display }: TraceState) => display?.order;
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

/** The detected events, one row per event: sorted by a click on a heading, selected by a click or the keys. */
export function EventTable({ services, detection, unit }: DetectionPart) {
  const { store, send } = services;
  const { events } = detection;
  const rows = useStore(store, rowsOf) ?? new Uint32Array();
  const order = useStore(store, orderOf);
  const selected = useStore(store, selectedOf);
  const texts = useMemo(() => columns.map((column) => textsOf(column, events)), [events]);
  return (
    <div class="event-table">
      <Header unit={unit} order={order} onSort={(next) => send({ type: 'change', patch: { order: next } })} />
      <VirtualList
        rows={rows.length}
        rowHeight_px={ROW_HEIGHT_PX}
        revealed={selected === null ? -1 : rows.indexOf(selected)}
        attributes={{
          role: 'grid',
          'aria-label': 'Events',
          // The headings stay in place while the rows scroll.
          'aria-owns': 'event-header',
          'aria-rowcount': rows.length + 1,
          'aria-activedescendant': selected === null ? undefined : `event-${selected}`,
        }}
        renderRow={(row, style) => (
          <Row
            key={row}
            row={row}
            event={rows[row]}
            events={events}
            texts={texts}
            selected={rows[row] === selected}
            style={style}
            onSelect={(type) => send({ type, event: rows[row] })}
          />
        )}
      />
    </div>
  );
}

interface HeaderProps {
  unit: string;
  order: Order | undefined;
  onSort(order: Order): void;
}

function Header({ unit, order, onSort }: HeaderProps) {
  return (
    <div class="event-row event-header" id="event-header" role="row">
      <div class="cell number" role="columnheader">
        #
      </div>
      {columns.map((column) => (
        <Heading
          key={column.id}
          column={column}
          unit={unitOf(column, unit)}
          sorted={order?.column === column.id ? (order.descending ? 'descending' : 'ascending') : 'none'}
          onSort={onSort}
        />
      ))}
    </div>
  );
}

interface HeadingProps {
  column: Column;
  unit: string;
  sorted: 'ascending' | 'descending' | 'none';
  onSort(order: Order): void;
}

function Heading({ column, unit, sorted, onSort }: HeadingProps) {
  return (
    <div class="cell" role="columnheader" aria-sort={sorted}>
      <button
        type="button"
        title={`Sort by ${column.name.toLowerCase()}`}
        onClick={() => onSort({ column: column.id, descending: sorted === 'ascending' })}
      >
        {column.heading}
        {unit && <span class="unit"> {unit}</span>}
        {sorted !== 'none' && <Icon name={sorted === 'descending' ? 'arrow-small-down' : 'arrow-small-up'} />}
      </button>
    </div>
  );
}

interface RowProps {
  row: number;
  event: number;
  events: EventColumns;
  /** Of each column, event by event. */
  texts: readonly string[][];
  selected: boolean;
  style: { transform: string };
  onSelect(how: 'select' | 'open'): void;
}

function Row({ row, event, events, texts, selected, style, onSelect }: RowProps) {
  const atEdge = events.border[event] === 1;
  return (
    <div
      class={`event-row${selected ? ' selected' : ''}${atEdge ? ' border' : ''}`}
      id={`event-${event}`}
      role="row"
      style={style}
      title={atEdge ? 'At the trace edge: not in averages and statistics' : undefined}
      aria-rowindex={row + 2}
      aria-selected={selected}
      onClick={() => onSelect('select')}
      onDblClick={() => onSelect('open')}
    >
      <div class="cell number" role="gridcell">
        {event + 1}
      </div>
      {columns.map(({ id }, i) => (
        <div key={id} class={`cell ${id}`} role="gridcell">
          {texts[i][event]}
        </div>
      ))}
    </div>
  );
}
