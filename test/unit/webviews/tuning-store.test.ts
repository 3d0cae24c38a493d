import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SizeScores } from '../../../src/common/api/engine/window-sizes';
import type { ReadyTuning } from '../../../src/common/api/views/tuning';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import {
  contextOf,
  initialTuningState,
  type TuningState,
  triedKey,
} from '../../../src/webviews/tuning/state';
import { type TuningMessage, update } from '../../../src/webviews/tuning/store';
import { clearIndex } from '../../../src/webviews/tuning/window-size/clear-events';

const tuning: ReadyTuning = {
  kind: 'ready',
  name: 'cell7.abf',
  file: '/data/cell7.abf',
  info: {
    sweeps: 1,
    samples: [100_000],
    channels: [{ name: 'I', unit: 'pA' }],
  } as unknown as ReadyTuning['info'],
  choice: { channel: 0, sweep: null },
  rate_hz: 50_000,
  unit: 'pA',
  samples: 100_000,
  excluded: [],
  parameters: { ...defaultParameters(), win_size: 600 },
  targets: [
    { place: 'recording', label: 'cell7.miniml.json' },
    { place: 'folder', label: 'the workspace settings' },
    { place: 'user', label: 'user settings' },
  ],
  asked: { from: 40_000, to: 60_000, times: 1 },
  keys: [],
};

const open: TuningMessage = { type: 'snapshot', snapshot: tuning };
const after = (...messages: TuningMessage[]): TuningState => messages.reduce(update, initialTuningState);
const action = (name: Extract<TuningMessage, { type: 'action' }>['action']): TuningMessage => ({
  type: 'action',
  action: name,
});
const panel = (...messages: TuningMessage[]) => after(open, ...messages).panel!;
const clearAt = (...locations: number[]): TuningMessage => ({
  type: 'clearFound',
  clear: { locations } as unknown as Extract<TuningMessage, { type: 'clearFound' }>['clear'],
});

test('the panel opens on what the trace editor shows; before that, nothing changes', () => {
  assert.deepEqual(panel().segment, { from: 40_000, to: 60_000 });
  for (const message of [action('zoomIn'), { type: 'choose', patch: { win_size: 9 } }] as const)
    assert.equal(update(initialTuningState, message), initialTuningState);
});

test('actions move within the trace, and the tabs are a ring', () => {
  assert.deepEqual(panel(action('panRight')).segment, { from: 44_000, to: 64_000 });
  assert.deepEqual(panel(action('pageLeft')).segment, { from: 22_000, to: 42_000 });
  assert.deepEqual(panel(action('zoomIn')).segment, { from: 44_000, to: 56_000 });
  assert.deepEqual(panel(action('showAll')).segment, { from: 0, to: 100_000 });
  assert.equal(panel(action('nextTab')).tab, 'smoothing');
  assert.equal(panel(action('previousTab')).tab, 'filters');
  assert.equal(panel(action('lastTab'), action('nextTab')).tab, 'window-size');
  assert.equal(panel(action('showFilters')).tab, 'filters');
});

test('values are chosen, discarded, and no choice where they equal the present ones', () => {
  const choose = (win_size: number): TuningMessage => ({ type: 'choose', patch: { win_size } });
  assert.deepEqual(panel(choose(900)).chosen, { win_size: 900 });
  assert.deepEqual(panel(choose(900), choose(600)).chosen, {});
  assert.deepEqual(panel(choose(900), action('discard')).chosen, {});
  assert.equal(contextOf(after(open, choose(900)))?.parameters.win_size, 900);
  const used = { ...open, snapshot: { ...tuning, parameters: { ...tuning.parameters, win_size: 900 } } };
  assert.deepEqual(panel(choose(900), used).chosen, {});
});

test('where values were written is said until others are chosen', () => {
  const written: TuningMessage = { type: 'written', written: { target: 'a.json', unsaved: false } };
  assert.equal(after(open, written).written?.target, 'a.json');
  assert.equal(after(open, written, { type: 'choose', patch: { win_size: 700 } }).written, undefined);
  assert.equal(after(open, written, { type: 'undone' }).written, undefined);
});

test('the window goes to a clear event in view, and the view close to it', () => {
  const state = after(open, clearAt(1000, 50_000));
  assert.deepEqual(state.sizes.placed, { from: 49_880, win_size: 600 });
  assert.equal(clearIndex(state.sizes), 1);
  const next = update(state, action('nextClear'));
  assert.equal(clearIndex(next.sizes), 0, 'clear events are a ring');
  assert.ok(next.panel!.segment.from <= 1000);
  const none = after(open, clearAt());
  assert.equal(update(none, action('nextClear')).sizes.placed, undefined);
});

test('the window on the trace has the size of the parameters, wherever that was changed', () => {
  const found = clearAt(50_000);
  assert.equal(after(open, found, { type: 'choose', patch: { win_size: 900 } }).sizes.placed?.win_size, 900);
  const elsewhere = { ...tuning, parameters: { ...tuning.parameters, win_size: 1400 } };
  assert.equal(after(open, found, { ...open, snapshot: elsewhere }).sizes.placed?.win_size, 1400);
  assert.deepEqual(panel(found, action('longer')).chosen, { win_size: 605 });
  assert.deepEqual(panel(found, { type: 'resize', win_size: 12_345.6 }).chosen, { win_size: 12_300 });
  const turned = { ...tuning, choice: { channel: 1, sweep: null } };
  assert.equal(after(open, found, { ...open, snapshot: turned }).sizes.placed, undefined);
});

test('the best of the tried sizes is chosen at once; other parameters make the result stale', () => {
  const searched = after(open, clearAt(50_000), { type: 'scoring' });
  const key = triedKey(contextOf(searched)!);
  const scores = { best: 780, sizes: [], clear: 1, seconds: 1 } as SizeScores;
  const done = update(searched, { type: 'scored', key, scores });
  assert.deepEqual(done.panel?.chosen, { win_size: 780 });
  assert.equal(done.sizes.scoring, false);
  assert.equal(triedKey(contextOf(done)!), key, 'the size itself does not');
  const other = update(done, { type: 'choose', patch: { event_direction: 'positive' } });
  assert.notEqual(triedKey(contextOf(other)!), key);
  const cancelled = update(searched, { type: 'scored', key, scores: null });
  assert.deepEqual([cancelled.sizes.scoring, cancelled.sizes.tried], [false, undefined]);
});

test('actions of a tab do nothing while another is shown', () => {
  const smoothing = after(open, action('showSmoothing'));
  const more = update(smoothing, action('moreSmoothing'));
  assert.equal(more.panel?.chosen.convolve_win, tuning.parameters.convolve_win * 2);
  assert.equal(update(smoothing, action('exclude')), smoothing);
  const filters = after(open, action('showFilters'));
  assert.equal(update(filters, action('exclude')).panel?.chosen.exclude, '0.8–1.2');
  assert.equal(update(filters, action('lessSmoothing')), filters);
});

test('progress is kept by work, and ends', () => {
  const progress = { phase: 'trying', fraction: 0.4, text: '' };
  const state = after(open, { type: 'progress', work: 'sizes', progress });
  assert.deepEqual(state.working, { sizes: progress });
  assert.deepEqual(update(state, { type: 'progress', work: 'sizes', progress: null }).working, {});
});
