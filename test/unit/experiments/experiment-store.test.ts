import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExperimentViewRow } from '../../../src/common/api/views/experiment';
import type { RowReport } from '../../../src/common/row-report';
import { listedLines } from '../../../src/webviews/experiment/listing';
import { type ExperimentState, initialState } from '../../../src/webviews/experiment/state';
import { type ExperimentMessage, update } from '../../../src/webviews/experiment/store';

function row(line: number, change: Partial<ExperimentViewRow> & { events?: number } = {}): ExperimentViewRow {
  const { events = null, ...more } = change;
  const report = { line, status: events === null ? 'to do' : 'done', events, flags: [], changed: [] };
  return {
    line,
    recording: `r${line}.h5`,
    cell: `c${line}`,
    animal: '',
    group: line % 2 === 0 ? 'ctl' : 'TTX',
    condition: '',
    note: '',
    include: true,
    report: report as unknown as RowReport,
    ...more,
  };
}

function snapshot(rows: ExperimentViewRow[]): ExperimentMessage {
  return {
    type: 'snapshot',
    snapshot: {
      kind: 'ready',
      name: 't',
      rows,
      problem: null,
      reading: false,
      progress: null,
      found: 0,
      keys: [],
    },
  };
}

function after(...messages: ExperimentMessage[]): ExperimentState {
  return messages.reduce(update, initialState);
}

const rows = [row(2, { events: 5 }), row(3), row(4, { events: 10 }), row(5, { events: 7 })];
const action = (
  name: 'next' | 'previous' | 'extendDown' | 'extendUp' | 'selectAll' | 'last',
): ExperimentMessage => ({
  type: 'action',
  action: name,
  page: 10,
});

test('the first row is current at the beginning; moving ends at the last one', () => {
  assert.deepEqual(after(snapshot(rows)).view.selection, [2]);
  assert.equal(after(snapshot(rows), action('last'), action('next')).view.current, 5);
});

test('extending selects a range from where it began, and shrinks it again', () => {
  const two = [snapshot(rows), action('next'), action('extendDown'), action('extendDown')];
  assert.deepEqual(after(...two).view.selection, [3, 4, 5]);
  assert.deepEqual(after(...two, action('extendUp')).view.selection, [3, 4]);
});

test('sorting by events has rows without events last, in both directions', () => {
  const sorted = after(snapshot(rows), { type: 'sort', column: 'events' });
  assert.deepEqual(listedLines(sorted), [2, 5, 4, 3]);
  assert.deepEqual(listedLines(update(sorted, { type: 'sort', column: 'events' })), [4, 5, 2, 3]);
});

test('a filter leaves only what it lists selected', () => {
  const state = after(snapshot(rows), action('selectAll'), { type: 'filter', filter: 'ttx done' });
  assert.deepEqual(listedLines(state), [5]);
  assert.deepEqual(state.view.selection, [5]);
  assert.equal(state.view.current, 5);
});

test('an excluded row counts as excluded before its status is read anew', () => {
  const state = after(snapshot([row(2, { events: 5, include: false })]), {
    type: 'filter',
    filter: 'excluded',
  });
  assert.deepEqual(listedLines(state), [2]);
});

test('stored state comes back with the first snapshot only; a row that is gone is not current', () => {
  const first = {
    ...snapshot(rows),
    stored: { current: 4, selection: [4], sort: 'events' },
  } as ExperimentMessage;
  const state = after(first);
  assert.equal(state.view.current, 4);
  assert.equal(state.view.sort, 'events');
  assert.equal(update(state, snapshot([row(2)])).view.current, 2);
});

test('nothing changes by a key list that is closed twice', () => {
  const state = after(snapshot(rows));
  assert.equal(update(state, { type: 'keysClosed' }), state);
});
