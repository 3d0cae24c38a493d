import { useMemo } from 'preact/hooks';
import type { MeasureId } from '../../../common/events/event-columns';
import { eventTableColumns, type Mark, markClasses, measureColumns } from '../../shared/event-table-columns';
import { Table } from '../../shared/table';
import { useStore } from '../../shared/use-store';
import { readyOf } from '../selectors';
import type { TraceState } from '../state';
import type { DetectionPart } from './panel';

const noRows = new Uint32Array();
const rowsOf = (state: TraceState) => readyOf(state)?.rows ?? noRows;
const orderOf = ({ display }: TraceState) => display?.order;
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

/** The detected events, one row per event: sorted by a click on a heading, selected by a click or the keys. */
export function EventTable({ services, detection, unit }: DetectionPart) {
  const { store, send } = services;
  const { events } = detection;
  const rows = useStore(store, rowsOf);
  const order = useStore(store, orderOf);
  const selected = useStore(store, selectedOf);
  const measured = useMemo(() => measureColumns(events, unit), [events, unit]);
  const marks = useMemo(() => marksOf(events), [events]);
  const columns = useMemo(
    () => eventTableColumns(measured, rows, events.location.length, marks),
    [events, measured, rows, marks],
  );
  return (
    <div class="event-table">
      <Table
        label="Events"
        id="event"
        columns={columns}
        rows={rows.length}
        keyOf={(row) => rows[row]}
        classOf={(row) => markClasses(marks, rows[row])}
        isSelected={(row) => rows[row] === selected}
        current={selected === null ? -1 : rows.indexOf(selected)}
        sort={order && { column: order.measure, descending: order.descending }}
        onSort={(column) => send({ type: 'sort', measure: column as MeasureId })}
        onSelect={(row) => send({ type: 'select', event: rows[row] })}
        onOpen={(row) => send({ type: 'open', event: rows[row] })}
        handle={services.table}
      />
    </div>
  );
}

/** Only the trace edge is marked in a detection, and only where an event is at it. */
function marksOf({ border }: DetectionPart['detection']['events']): Mark[] {
  if (!border.includes(1)) return [];
  return [
    { flag: 'border', sign: '|', words: 'at the trace edge: not in averages and statistics', flags: border },
  ];
}
