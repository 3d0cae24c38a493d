import { useMemo } from 'preact/hooks';
import type { ExperimentViewRow } from '../../common/api/views/experiment';
import { Button } from '../shared/controls';
import { histogramOf } from '../shared/histogram-bins';
import { Table } from '../shared/table';
import type { Column } from '../shared/table-columns';
import { type ColumnId, commonUnit, MEASURE_COLUMNS, measureFormat, measureOf } from './columns';
import type { Part } from './experiment-app';
import { listedRows } from './listing';
import {
  basename,
  failureOf,
  flagsText,
  groupShapes,
  groupText,
  statusOf,
  statusReason,
  statusText,
} from './row-text';

/** All recordings, one per row. A bad one is a red row with its sentence. */
export function RowTable({ services, state, experiment }: Part) {
  const { rows } = experiment;
  const { view } = state;
  const listed = listedRows(state);
  const columns = useMemo(() => columnsOf(rows, listed), [rows, listed]);
  const selection = useMemo(() => new Set(view.selection), [view.selection]);
  if (listed.length === 0) return <NoRows {...{ services, state, experiment }} />;
  return (
    <Table
      label="Recordings"
      id="row"
      columns={columns}
      rows={listed.length}
      keyOf={(row) => listed[row].line}
      classOf={(row) => `is-${(statusOf(listed[row]) ?? 'unknown').replace(' ', '-')}`}
      sentence={{ from: 'events', of: (row) => failureOf(listed[row]) }}
      isSelected={(row) => selection.has(listed[row].line)}
      current={listed.findIndex(({ line }) => line === view.current)}
      sort={{ column: view.sort, descending: view.descending }}
      onSort={(column) => services.send({ type: 'sort', column: column as ColumnId })}
      onSelect={(row, how) => services.send({ type: 'select', line: listed[row].line, how })}
      onOpen={() => services.act('openResults')}
      handle={services.table}
    />
  );
}

/** A histogram of fewer recordings tells nothing. */
const FEWEST = 10;
const BINS = 12;

function columnsOf(rows: readonly ExperimentViewRow[], listed: readonly ExperimentViewRow[]): Column[] {
  const shapes = groupShapes(rows);
  const words = (
    id: 'recording' | 'group' | 'condition' | 'animal' | 'cellname' | 'note',
    name: string,
    text: (row: ExperimentViewRow) => string,
    title?: (row: ExperimentViewRow) => string,
  ): Column => ({
    id,
    heading: name,
    name,
    width_ch: widthOf(rows, name.length + 1, 24, text),
    text: (row) => text(listed[row]),
    title: title && ((row) => title(listed[row])),
  });
  const used = (field: 'group' | 'condition' | 'animal' | 'note') => rows.some((row) => row[field] !== '');
  const measures = measureColumns(rows, listed);
  const [events, frequency, amplitude, ...others] = measures;
  return [
    words(
      'recording',
      'Recording',
      ({ recording }) => basename(recording),
      ({ recording }) => recording,
    ),
    {
      id: 'status',
      heading: 'Status',
      name: 'Status',
      width_ch: 11,
      text: (row) => statusText(listed[row]),
      title: (row) => [statusText(listed[row]), statusReason(listed[row])].filter(Boolean).join(': '),
    },
    ...(used('group') ? [words('group', 'Group', ({ group }) => groupText(group, shapes))] : []),
    ...(used('condition') ? [words('condition', 'Condition', ({ condition }) => condition)] : []),
    events,
    frequency,
    amplitude,
    {
      id: 'flags',
      heading: 'Flags',
      name: 'Quality flags',
      width_ch: widthOf(rows, 8, 22, flagsText),
      text: (row) => flagsText(listed[row]),
      title: (row) => flagsText(listed[row]),
    },
    ...others,
    words('cellname', 'Cell', ({ cell }) => cell),
    ...(used('animal') ? [words('animal', 'Animal', ({ animal }) => animal)] : []),
    ...(used('note')
      ? [
          words(
            'note',
            'Note',
            ({ note }) => note,
            ({ note }) => note,
          ),
        ]
      : []),
  ];
}

function measureColumns(rows: readonly ExperimentViewRow[], listed: readonly ExperimentViewRow[]): Column[] {
  const unit = commonUnit(rows);
  return MEASURE_COLUMNS.map((column): Column => {
    const format = measureFormat(column, rows);
    const values = listed.flatMap((row) => measureOf(row, column) ?? []);
    const shown = (row: ExperimentViewRow) => {
      const value = measureOf(row, column);
      return value === null ? '' : format(value);
    };
    return {
      id: column.id,
      heading: column.heading,
      name: column.name,
      unit: column.unit ?? unit ?? '',
      width_ch: widthOf(rows, column.heading.length + 1, 12, shown),
      histogram: values.length < FEWEST ? undefined : histogramOf(Float64Array.from(values), BINS)?.counts,
      text: (row) => shown(listed[row]),
    };
  });
}

/** Width of the longest text of a column in characters, within limits. */
function widthOf(
  rows: readonly ExperimentViewRow[],
  least: number,
  most: number,
  text: (row: ExperimentViewRow) => string,
): number {
  return Math.min(
    most,
    rows.reduce((width, row) => Math.max(width, text(row).length), least),
  );
}

/** Replacement of the rows if there are none, with a next step. */
function NoRows({ services, experiment }: Part) {
  const none = experiment.rows.length === 0;
  return (
    <div class="empty" role="status">
      <p>{none ? 'This table has no recordings yet.' : 'No rows match the filter.'}</p>
      {none ? (
        <Button label="Add Recordings…" look="primary" onClick={() => services.act('addRecordings')} />
      ) : (
        <Button label="Show All Rows" look="primary" onClick={() => services.act('clearFilter')} />
      )}
    </div>
  );
}
