import { useMemo } from 'preact/hooks';
import type { RecordingInfo } from '../../../common/api/engine/file-info';
import type { MeasureId } from '../../../common/events/event-columns';
import { eventTableColumns, type Mark, markClasses, measureColumns } from '../../shared/event-table-columns';
import { useStore } from '../../shared/store';
import { Table } from '../../shared/table';
import type { Column } from '../../shared/table-columns';
import { readyOf } from '../selectors';
import type { TraceState } from '../state';
import { sweepsOfEvents } from '../sweep-events';
import type { DetectionPart } from './panel';

const noRows = new Uint32Array();
const rowsOf = (state: TraceState) => readyOf(state)?.rows ?? noRows;
const orderOf = ({ display }: TraceState) => display?.order;
const infoOf = ({ snapshot }: TraceState) => (snapshot.kind === 'ready' ? snapshot.info : undefined);
const choiceOf = ({ display }: TraceState) => display?.choice;
const selectedOf = ({ display }: TraceState) => display?.selected ?? null;

/** The detected events, one row per event: sorted by a click on a heading, selected by a click or the keys. */
export function EventTable({ services, detection, unit }: DetectionPart) {
  const { store, send } = services;
  const { events } = detection;
  const rows = useStore(store, rowsOf);
  const order = useStore(store, orderOf);
  const selected = useStore(store, selectedOf);
  const info = useStore(store, infoOf);
  const choice = useStore(store, choiceOf);
  const measured = useMemo(() => measureColumns(events, unit), [events, unit]);
  const withSweeps = useMemo(
    () => (info && choice?.sweep === null ? [...sweepColumn(events, info), ...measured] : measured),
    [choice, info, events, measured],
  );
  const marks = useMemo(() => marksOf(events), [events]);
  const columns = useMemo(
    () => eventTableColumns(withSweeps, rows, events.location.length, marks),
    [events, withSweeps, rows, marks],
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

/** The sweep of each event, where the table lists those of all sweeps. */
function sweepColumn(events: DetectionPart['detection']['events'], info: RecordingInfo): Column[] {
  if (info.sweeps < 2) return [];
  const sweeps = sweepsOfEvents(events, info);
  return [
    {
      id: 'sweep',
      heading: 'Sweep',
      name: 'Sweep',
      fixed: true,
      width_ch: 6,
      text: (event) => String(sweeps[event] + 1),
    },
  ];
}

/** Only the trace edge is marked in a detection, and only where an event is at it. */
function marksOf({ border }: DetectionPart['detection']['events']): Mark[] {
  if (!border.includes(1)) return [];
  return [
    { flag: 'border', sign: '|', words: 'at the trace edge: not in averages and statistics', flags: border },
  ];
}
