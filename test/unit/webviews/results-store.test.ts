import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ComparisonView, ResultsReady } from '../../../src/common/api/views/results';
import type { MeasureId } from '../../../src/common/events/event-columns';
import { tablesView } from '../../../src/extension/results/results-snapshot';
import { initialState, type ResultsState, readyOf, restoredView } from '../../../src/webviews/results/state';
import { type ResultsMessage, update } from '../../../src/webviews/results/store';
import type { StateAction } from '../../../src/webviews/results/transitions';
import { eventAt, someDetection } from '../../support/detection';

const { events, average, statistics } = someDetection();
const found = (deleted: number[] = []) =>
  tablesView(
    {
      events: events.filter(({ location }) => !deleted.includes(location)),
      deleted: deleted.map((location) => eventAt(location)),
      average,
      statistics,
    },
    3,
  );
/** Events at 1000, 2000, 7000 and, at the trace edge, 9990. */
const snapshot = {
  kind: 'ready',
  tables: found(),
  unit: 'pA',
  window: 100,
  samples: 10_000,
  comparison: null,
  status: { recovered: 0, conflict: null, unsafe: null },
} as unknown as ResultsReady;

const after = (state: ResultsState, ...messages: ResultsMessage[]) => messages.reduce(update, state);
const opened = after(initialState, { type: 'snapshot', snapshot });
const act = (...actions: StateAction[]) =>
  actions.map((action): ResultsMessage => ({ type: 'action', action, page: 2 }));
const looking = ({ view }: ResultsState) => [view?.current, ...(view?.selection ?? [])];

test('a fresh view shows the first event; what was stored counts as far as it still exists', () => {
  assert.deepEqual(looking(opened), [1000, 1000]);
  const stored = { current: 7000, selection: [7000, 123], filterShown: true };
  const restored = after(initialState, { type: 'snapshot', snapshot, stored });
  assert.deepEqual(looking(restored), [7000, 7000]);
  assert.equal(restored.view?.filterShown, true);
});

test('keys walk through the list in its order and stop at its ends', () => {
  assert.deepEqual(looking(after(opened, ...act('next'))), [2000, 2000]);
  assert.deepEqual(looking(after(opened, ...act('previous'))), [1000, 1000]);
  assert.deepEqual(looking(after(opened, ...act('pageDown'))), [7000, 7000]);
  const byAmplitude = after(opened, { type: 'sort', measure: 'amplitude' });
  assert.deepEqual(looking(after(byAmplitude, ...act('first'))), [7000, 7000]);
  assert.equal(after(byAmplitude, { type: 'sort', measure: 'amplitude' }).view?.listing.descending, true);
});

test('selections grow by keys and by the mouse', () => {
  assert.deepEqual(looking(after(opened, ...act('extendDown', 'extendDown'))), [7000, 1000, 2000, 7000]);
  const range = after(opened, { type: 'select', location: 7000, how: 'range' });
  assert.deepEqual(looking(range), [7000, 1000, 2000, 7000]);
  const backwards = after(range, { type: 'select', location: 2000, how: 'range' });
  assert.deepEqual(looking(backwards), [2000, 2000, 7000]);
  const less = after(range, { type: 'select', location: 2000, how: 'toggle' });
  assert.deepEqual(looking(less), [2000, 1000, 7000]);
  assert.equal(after(opened, ...act('selectAll')).announcement, '4 events selected');
});

test('deleting moves on to the next event that stays', () => {
  assert.deepEqual(looking(after(opened, ...act('next', 'deleteEvents'))), [7000, 7000]);
  assert.deepEqual(looking(after(opened, ...act('last', 'deleteEvents'))), [7000, 7000]);
});

test('what was undone is shown; an edit of the view itself leaves the user where he is', () => {
  const tables: ResultsMessage = { type: 'tables', tables: found([2000]), show: 2000 };
  assert.deepEqual(looking(after(opened, tables)), [2000, 2000]);
  assert.deepEqual(looking(after(opened, { type: 'editing', by: 1 }, tables)), [1000, 1000]);
});

test('an explanation goes with the cursor and the tables it was about', () => {
  const why = { sample: 1500 } as never;
  const told = after(opened, { type: 'change', patch: { cursor: 1500 } }, { type: 'why', why });
  assert.equal(told.why, why);
  assert.equal(after(told, { type: 'change', patch: { cursor: 1500 } }).why, why);
  assert.equal(after(told, ...act('cursorRight')).why, null);
  assert.equal(after(told, { type: 'tables', tables: found([2000]), show: undefined }).why, null);
});

test('differences are walked through in a circle, a lost one under the cursor', () => {
  const comparison = {
    name: 'other',
    gained: [2000],
    lost: [{ location: 5000, time_s: 0.1, amplitude: -5 }],
    moved: [],
    matched: 3,
  } as unknown as ComparisonView;
  const compared = after(opened, { type: 'comparison', comparison }, ...act('nextDifference'));
  assert.deepEqual([compared.view?.difference, ...looking(compared)], [0, 2000, 2000]);
  const lost = after(compared, ...act('nextDifference'));
  assert.deepEqual([lost.view?.difference, lost.view?.cursor], [1, 5000]);
  assert.equal(after(lost, ...act('nextDifference')).view?.difference, 0);
  assert.equal(after(opened, ...act('nextDifference')).announcement, 'Compare with other results first.');
});

test('zooming and moving stay in the recording; the cursor moves a sample at least', () => {
  const near = after(opened, { type: 'zoom', factor: 0.5, centre: 1000 });
  const before = readyOf(opened)!.stretch;
  const { stretch } = readyOf(near)!;
  assert.equal(stretch.to - stretch.from, (before.to - before.from) / 2);
  assert.equal(readyOf(after(opened, { type: 'pan', share: -9 }))!.stretch.from, 0);
  const at = after(opened, { type: 'change', patch: { stretch: { from: 0, to: 40 }, cursor: 10 } });
  assert.equal(after(at, ...act('cursorRight')).view?.cursor, 11);
  assert.equal(after(at, ...act('cursorFarLeft')).view?.cursor, 8);
});

test('a failure that is dismissed has what it kept back asked for anew', () => {
  const trace = { stretch: { from: 0, to: 1 } } as never;
  const failed = after(opened, { type: 'trace', trace }, { type: 'failed', message: 'Gone.' });
  assert.equal(failed.failure, 'Gone.');
  const dismissed = after(failed, { type: 'failureDismissed' });
  assert.deepEqual([dismissed.failure, dismissed.answers.trace], [null, null]);
});

test('before there are events nothing changes how they are looked at', () => {
  assert.equal(after(initialState, ...act('next'), { type: 'pan', share: 1 }), initialState);
});

test('measures that this version does not know are dropped from what was stored', () => {
  const stored = {
    measure: 'crest' as MeasureId,
    listing: {
      shown: 'kept' as const,
      sort: 'crest' as MeasureId,
      descending: true,
      conditions: [
        { measure: 'crest' as MeasureId, from: 1, to: null },
        { measure: 'amplitude' as MeasureId, from: null, to: -5 },
      ],
    },
  };
  const { measure, listing } = restoredView(stored, [1000]);
  assert.equal(measure, 'amplitude');
  assert.deepEqual(listing, {
    shown: 'kept',
    sort: 'time',
    descending: true,
    conditions: [{ measure: 'amplitude', from: null, to: -5 }],
  });
});
