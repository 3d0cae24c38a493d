import { useMemo } from 'preact/hooks';
import type { ResultsColumns } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import { Button } from '../shared/controls';
import { eventTableColumns, type Mark, markClasses, measureColumns } from '../shared/event-table-columns';
import { Table } from '../shared/table';
import type { Part } from './results-app';

/** What can be marked of an event. */
function marksOf({ deleted, added, excluded, border }: ResultsColumns): Mark[] {
  return [
    { flag: 'deleted', sign: '✕', words: 'deleted', flags: deleted },
    { flag: 'added', sign: '+', words: 'added by hand', flags: added },
    { flag: 'excluded', sign: '⊘', words: 'excluded from the average', flags: excluded },
    { flag: 'border', sign: '|', words: 'at the trace edge: in no statistic', flags: border },
  ];
}

/** Table of all events, one per row: sorted by a click on a heading, selected by a click or the keys. */
export function EventTable({ services, ready }: Part) {
  const { results, view, rows, event } = ready;
  const { events } = results.tables;
  const { send } = services;
  const measured = useMemo(() => measureColumns(events, results.unit), [events, results.unit]);
  const selection = useMemo(() => new Set(view.selection), [view.selection]);
  const marks = useMemo(() => marksOf(events), [events]);
  const columns = useMemo(
    () => eventTableColumns(measured, rows, events.location.length, marks),
    [events, measured, rows, marks],
  );
  if (rows.length === 0) return <NoEvents {...{ services, ready }} />;
  const { listing } = view;
  return (
    <div class="event-table">
      <Table
        label="Events"
        id="event"
        columns={columns}
        rows={rows.length}
        keyOf={(row) => events.location[rows[row]]}
        classOf={(row) => markClasses(marks, rows[row])}
        isSelected={(row) => selection.has(events.location[rows[row]])}
        current={event === undefined ? -1 : rows.indexOf(event)}
        sort={{ column: listing.sort, descending: listing.descending }}
        onSort={(column) => send({ type: 'sort', measure: column as MeasureId })}
        onSelect={(row, how) => send({ type: 'select', location: events.location[rows[row]], how })}
        onOpen={() => services.act('openRecording')}
        handle={services.table}
      />
    </div>
  );
}

/** Replacement of the rows if there are none, with a next step. */
function NoEvents({ services, ready: { results } }: Part) {
  const none = results.tables.events.location.length === 0;
  return (
    <div class="empty" role="status">
      <p>{none ? 'These results have no events.' : 'No events match the filter.'}</p>
      {none ? (
        results.noRecording === null && (
          <Button label="Open the Recording" look="primary" onClick={() => services.act('openRecording')} />
        )
      ) : (
        <Button label="Show All Events" look="primary" onClick={() => services.act('clearFilter')} />
      )}
    </div>
  );
}
