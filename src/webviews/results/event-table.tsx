import { useMemo } from 'preact/hooks';
import type { ResultsColumns } from '../../common/api/views/results';
import type { MeasureId } from '../../common/events/event-columns';
import { histogramOf } from '../shared/histogram-bins';
import { Table } from '../shared/table';
import type { Column } from '../shared/table-columns';
import { knownMeasures, shownMeasure } from './measures';
import { NoEvents } from './no-events';
import type { Part } from './results-app';

/** Flags of an event beside its measures: a sign each, with text for screen readers. */
const marks = [
  ['deleted', '✕', 'deleted'],
  ['added', '+', 'added by hand'],
  ['excluded', '⊘', 'excluded from the average'],
  ['border', '|', 'at the trace edge: in no statistic'],
] as const;

/** Minimum number of events for a histogram. */
const FEWEST = 10;

/** Table of all events, one per row: sorted by a click on a heading, selected by a click or the keys. */
export function EventTable({ services, ready }: Part) {
  const { results, view, rows, event } = ready;
  const { events } = results.tables;
  const { send } = services;
  const measured = useMemo(() => measureColumns(events, results.unit), [events, results.unit]);
  const selection = useMemo(() => new Set(view.selection), [view.selection]);
  const columns = useMemo(
    () => [
      numberColumn(events, rows),
      ...measured.map((column) => ({ ...column, text: (row: number) => column.text(rows[row]) })),
      marksColumn(events, rows),
    ],
    [events, measured, rows],
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
        classOf={(row) =>
          marks
            .filter(([flag]) => events[flag][rows[row]] === 1)
            .map(([flag]) => flag)
            .join(' ')
        }
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

/** Columns of the measures in the file; their texts are keyed by event. */
function measureColumns(events: ResultsColumns, traceUnit: string): Column[] {
  return knownMeasures(events).map((measure) => {
    const { id, values, unit, text } = shownMeasure(measure, events, traceUnit);
    const ends = [...extremes(values)].map((value) => text(value).length);
    return {
      id,
      unit,
      name: measure.name,
      heading: measure.heading,
      // Bold letters are wider than digits.
      width_ch: Math.max(...ends, 1.1 * measure.heading.length),
      histogram: values.length < FEWEST ? undefined : histogramOf(values, 12)?.counts,
      text: (event) => text(values[event]),
    };
  });
}

function extremes(values: Float64Array): Set<number> {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return new Set([low, high]);
}

function numberColumn({ location }: ResultsColumns, rows: Uint32Array): Column {
  return {
    id: '#',
    heading: '#',
    name: 'Number',
    fixed: true,
    width_ch: Math.max(2, String(location.length).length),
    text: (row) => String(rows[row] + 1),
  };
}

function marksColumn(events: ResultsColumns, rows: Uint32Array): Column {
  const found = (row: number) => marks.filter(([flag]) => events[flag][rows[row]] === 1);
  const most = Math.max(1, ...marks.map(([flag]) => Number(events[flag].includes(1))));
  return {
    id: 'marks',
    heading: '',
    name: 'Marks',
    fixed: true,
    width_ch: 2 * most + 1,
    text: (row) =>
      found(row)
        .map(([, sign]) => sign)
        .join(' '),
    title: (row) =>
      found(row)
        .map(([, , words]) => words)
        .join(', '),
  };
}
