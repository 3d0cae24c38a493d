import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectionView, EventColumns } from '../../../src/common/api/views/events';
import type { ReadySnapshot } from '../../../src/common/api/views/trace';
import { failureOf, pageOf, panelShown, readyOf } from '../../../src/webviews/trace/selectors';
import { initialTraceState, type TraceState } from '../../../src/webviews/trace/state';
import { type TraceMessage, update } from '../../../src/webviews/trace/store';

/** Peaks at samples 1000, 2000 … of a trace of 100,000; every other event is smaller. */
const peaks = Float64Array.from({ length: 20 }, (_, i) => 1000 * (i + 1));
const events = {
  location: peaks,
  peak: peaks,
  time_s: peaks.map((sample) => sample / 20_000),
  amplitude: peaks.map((_, i) => (i % 2 ? -5 : -10 - i)),
} as EventColumns;
const detection = { id: 'a', channel: 0, sweep: null, events, threshold: 0.5 } as DetectionView;

const snapshot = {
  kind: 'ready',
  name: 'cell7.abf',
  info: {
    series: 'one',
    all_series: ['one', 'two'],
    rate_hz: 20_000,
    channels: [
      { name: 'I', unit: 'pA' },
      { name: 'V', unit: 'mV' },
    ],
    sweeps: 2,
    samples: [60_000, 40_000],
  },
  filter: 'Hann 20 samples',
  detection: { window: 600, summary: [] },
  initial: { channel: 0, sweep: null },
  detections: [detection],
  progress: null,
  failure: null,
  keys: [],
} as unknown as ReadySnapshot;

const after = (...messages: TraceMessage[]): TraceState => messages.reduce(update, initialTraceState);
const open: TraceMessage = { type: 'snapshot', snapshot };
const action = (name: Extract<TraceMessage, { type: 'action' }>['action']): TraceMessage => ({
  type: 'action',
  action: name,
});
const displayed = (...messages: TraceMessage[]) => after(open, ...messages).display!;

test('a recording opens whole, on the trace that the host names', () => {
  const state = after(open);
  assert.equal(pageOf(state), 'trace');
  assert.deepEqual(state.display?.view, { from: 0, to: 100_000 });
  assert.equal(readyOf(state)?.unit, 'pA');
  assert.equal(pageOf(initialTraceState), 'opening');
});

test('before a recording is open, actions and choices change nothing', () => {
  for (const message of [action('zoomIn'), action('nextEvent'), { type: 'select', event: 3 }] as const)
    assert.equal(update(initialTraceState, message), initialTraceState);
});

test('what was stored is restored where it fits the recording, else ignored', () => {
  const stored = { ...displayed(action('nextChannel')), view: { from: 100, to: 900 } };
  assert.deepEqual(after({ ...open, stored }).display, stored);
  const impossible = { ...stored, choice: { channel: 7, sweep: null } };
  assert.deepEqual(after({ ...open, stored: impossible }).display, displayed());
  const foreign = { ...stored, histogram: 'crest', order: { column: 'time' } };
  assert.deepEqual(after({ ...open, stored: foreign }).display, stored, 'unknown measures are dropped');
});

test('a new snapshot keeps the view; another series starts over', () => {
  const zoomed = after(open, action('zoomIn'));
  assert.deepEqual(update(zoomed, { ...open, snapshot: { ...snapshot } }).display, zoomed.display);
  const other = { ...snapshot, info: { ...snapshot.info, series: 'two' } };
  assert.deepEqual(update(zoomed, { ...open, snapshot: other }).display?.view, { from: 0, to: 100_000 });
});

test('the next event goes down the table, from what is in view, and stops at its end', () => {
  const first = displayed(action('nextEvent'));
  assert.equal(first.selected, 0);
  assert.ok(first.view.from <= 1000 && first.view.to >= 1000);
  assert.equal(displayed(action('nextEvent'), action('nextEvent')).selected, 1);
  assert.equal(displayed(action('lastEvent'), action('nextEvent')).selected, 19);
  assert.equal(displayed({ type: 'sort', measure: 'amplitude' }, action('firstEvent')).selected, 18);
});

test('an event is selected where it is seen and opened close up', () => {
  const near = { from: 4500, to: 5500 };
  const state = after(open, { type: 'change', patch: { view: near } });
  assert.equal(update(state, { type: 'select', event: 4 }).display?.view, near);
  const opened = update(state, { type: 'open', event: 9 }).display!;
  assert.deepEqual(opened.view, { from: 10_000 - 900, to: 10_000 + 900 });
  assert.equal(update(state, { type: 'select', event: 99 }).display?.selected, null);
});

test('an event that a new detection no longer has is not selected any more', () => {
  const state = after(open, action('lastEvent'));
  const fewer = { ...detection, events: { ...events, location: events.location.slice(0, 3) } };
  const next = update(state, { ...open, snapshot: { ...snapshot, detections: [fewer] } });
  assert.equal(next.display?.selected, null);
});

test('sweeps and channels are rings; another length shows the whole of it', () => {
  assert.deepEqual(displayed(action('previousChannel')).choice, { channel: 1, sweep: null });
  const second = displayed(action('previousSweep'));
  assert.deepEqual(second.choice, { channel: 0, sweep: 1 });
  assert.deepEqual(second.view, { from: 0, to: 40_000 });
  assert.deepEqual(displayed(action('nextSweep'), action('nextSweep'), action('nextSweep')).choice, {
    channel: 0,
    sweep: null,
  });
});

test('a sweep without a detection of its own has its events of the one in all sweeps, at their places in it', () => {
  const in2 = readyOf(after(open, action('previousSweep')))!;
  const joined = events.location.filter((at) => at >= 60_000);
  assert.deepEqual(
    [...in2.detection!.events.location],
    [...joined].map((at) => at - 60_000),
  );
  assert.equal(in2.detection!.average, null);
  assert.equal(in2.detection, readyOf(after(open, action('previousSweep')))!.detection);
  const own = { ...detection, sweep: 1 };
  const with2 = { ...snapshot, detections: [detection, own] };
  assert.equal(readyOf(after({ ...open, snapshot: with2 }, action('previousSweep')))?.detection, own);
  assert.equal(readyOf(after(open, action('nextChannel')))?.detection, undefined);
});

test('zooming goes around the selected event while it is in view', () => {
  const before = displayed(action('nextEvent'));
  const after = displayed(action('nextEvent'), action('zoomIn'));
  const share = ({ from, to }: { from: number; to: number }) => (1000 - from) / (to - from);
  assert.ok(Math.abs(share(after.view) - share(before.view)) < 1e-9);
});

test('the amplitude axis is fixed at what is drawn, and fitted again', () => {
  const fitted: TraceMessage = { type: 'fitted', range: [-20, 10] };
  assert.deepEqual(displayed(fitted, action('autoScale')).yRange, [-20, 10]);
  assert.equal(displayed(fitted, action('autoScale'), action('autoScale')).yRange, null);
  assert.deepEqual(displayed(fitted, action('scaleUp')).yRange, [-15.5, 5.5]);
  assert.equal(displayed(fitted, action('scaleUp'), action('showAll')).yRange, null);
});

test('a notice to go to a time also turns to its trace', () => {
  const target = { time_s: 1, span_s: 0.1, choice: { channel: 1, sweep: 0 } };
  const { choice, view } = displayed({ type: 'goTo', target });
  assert.deepEqual(choice, target.choice);
  assert.deepEqual(view, { from: 19_000, to: 21_000 });
});

test('a failure is shown until it is dismissed, and again when it is another one', () => {
  const failing = (failure: string | null): TraceMessage => ({
    ...open,
    snapshot: { ...snapshot, failure },
  });
  const failed = after(failing('No model.'));
  assert.equal(failureOf(failed), 'No model.');
  const dismissed = update(failed, { type: 'dismissed' });
  assert.equal(failureOf(dismissed), null);
  assert.equal(failureOf(update(dismissed, failing('No model.'))), null);
  assert.equal(failureOf(update(dismissed, failing('No file.'))), 'No file.');
  const unread = update(dismissed, { type: 'pictureFailed', message: 'Gone.' });
  assert.equal(failureOf(unread), 'Gone.');
  assert.equal(failureOf(update(unread, { type: 'pictureRetried' })), null);
});

test('a recording without a rate is asked about; a description ends that and the old scale', () => {
  const asking = { ...snapshot, info: { ...snapshot.info, rate_hz: null } };
  assert.equal(pageOf(after({ ...open, snapshot: asking })), 'describe');
  const describing = after(open, action('scaleUp'), action('describe'));
  assert.equal(pageOf(describing), 'describe');
  assert.equal(pageOf(update(describing, { type: 'describingStopped' })), 'trace');
  const described = update(describing, { type: 'described' });
  assert.equal(pageOf(described), 'trace');
  assert.equal(described.display?.yRange, null);
});

test('the side panel follows the width until it is shown or hidden by hand', () => {
  const narrow = after(open, { type: 'resized', wide: false });
  assert.equal(panelShown(narrow), false);
  const asked = update(narrow, action('toggleSidePanel'));
  assert.equal(panelShown(asked), true);
  assert.equal(panelShown(update(asked, { type: 'resized', wide: true })), true);
});

test('another threshold is tried, the selected event stays itself, and its detection ends the trial', () => {
  const scored = { ...events, score: peaks.map((_, i) => 0.5 + (i % 10) / 20) } as EventColumns;
  const scoredSnapshot = { ...snapshot, detections: [{ ...detection, events: scored }] };
  const selected = after({ ...open, snapshot: scoredSnapshot }, { type: 'select', event: 18 });
  const dragged = update(selected, { type: 'tryThreshold', threshold: 0.803, by: 'drag' });
  assert.equal(readyOf(dragged)?.detection?.events.location.length, 20, 'until the engine answers');
  // It would have to predict first.
  const trying = update(dragged, { type: 'tried', threshold: 0.8, detection: null });
  assert.equal(readyOf(trying)?.detection?.threshold, 0.8);
  assert.deepEqual(
    [...readyOf(trying)!.detection!.events.location],
    [7, 8, 9, 10, 17, 18, 19, 20].map((n) => n * 1000),
  );
  assert.equal(trying.display?.selected, 6, 'the event at 19,000');
  assert.equal(update(trying, { type: 'trialEnded' }).display?.selected, 18);
  // The engine knows better, as peaks of the probability may lack prominence.
  const two = { ...detection, id: '', events: { ...scored, location: peaks.slice(17, 19) } } as DetectionView;
  const answered = update(trying, { type: 'tried', threshold: 0.8, detection: two });
  assert.deepEqual([...readyOf(answered)!.detection!.events.location], [18_000, 19_000]);
  assert.equal(readyOf(answered)?.detection?.id, 'a', 'the probability is that of the detection');
  assert.equal(answered.display?.selected, 1);
  const used = update(answered, { type: 'trialUsed' });
  assert.equal(update(answered, { type: 'trialDetected' }).trial, answered.trial, 'of an earlier one');
  assert.equal(update(used, { type: 'trialDetected' }).trial, undefined);
  assert.equal(update(used, action('nextChannel')).trial, undefined, 'another trace has its own threshold');
  const lowest = update(trying, { type: 'tryThreshold', threshold: -3, by: 'drag' });
  assert.equal(lowest.trial?.threshold, 0.01);
});

test('filters are shown only where there are some', () => {
  assert.equal(displayed(action('toggleFilter')).filtered, true);
  const plain = after({ ...open, snapshot: { ...snapshot, filter: null } });
  assert.equal(update(plain, action('toggleFilter')), plain);
});
