import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReadyTuning } from '../../../src/common/api/views/tuning';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { differing, restoredState } from '../../../src/webviews/tuning/state';
import {
  resized,
  roundSize,
  windowAround,
  windowOver,
  withEdge,
} from '../../../src/webviews/tuning/window-size/placed-window';
import { bestText, presentText } from '../../../src/webviews/tuning/window-size/scores-text';

const tuning: ReadyTuning = {
  kind: 'ready',
  name: 'cell7.abf',
  file: '/data/cell7.abf',
  info: { sweeps: 1, samples: [100_000] } as unknown as ReadyTuning['info'],
  choice: { channel: 0, sweep: null },
  rate_hz: 50_000,
  unit: 'pA',
  samples: 100_000,
  excluded: [],
  parameters: defaultParameters(),
  targets: [
    { place: 'recording', label: 'cell7.miniml.json' },
    { place: 'folder', label: 'the workspace settings' },
    { place: 'user', label: 'user settings' },
  ],
  asked: { from: 1000, to: 9000, times: 1 },
  keys: [],
};

test('a window over a range has three digits and stays in the trace', () => {
  assert.deepEqual(windowOver(1000.4, 2253.9, 100_000), { from: 1000, win_size: 1250 });
  assert.deepEqual(windowOver(-20, 3, 100_000), { from: 0, win_size: 23 });
  assert.equal(windowOver(5, 6, 100_000).win_size, 10);
  assert.equal(roundSize(12_345.6, 100_000), 12_300);
  assert.equal(roundSize(12_345.6, 800), 800);
  assert.deepEqual(windowAround(99_999, 1000, 100_000), { from: 99_000, win_size: 1000 });
});

test('another size leaves the rise of the event where it was; an edge leaves the other', () => {
  const window = { from: 1000, win_size: 1000 };
  assert.deepEqual(resized(window, 500, 100_000), { from: 1100, win_size: 500 });
  assert.deepEqual(withEdge(window, 'end', 2501, 100_000), { from: 1000, win_size: 1500 });
  assert.deepEqual(withEdge(window, 'start', 500, 100_000), { from: 500, win_size: 1500 });
  assert.equal(withEdge(window, 'start', 1999, 100_000).win_size, 10);
});

test('a choice that equals the parameters is none; it survives a hidden panel, and a trace of its own', () => {
  assert.deepEqual(differing({ win_size: 600, convolve_win: 34 }, tuning), { convolve_win: 34 });
  const fresh = restoredState(undefined, tuning);
  assert.deepEqual(fresh.segment, { from: 1000, to: 9000 });
  const used = {
    ...fresh,
    tab: 'smoothing' as const,
    segment: { from: 5, to: 50 },
    chosen: { win_size: 900 },
  };
  assert.deepEqual(restoredState(JSON.parse(JSON.stringify(used)), tuning), used);
  const again = { ...tuning, asked: { from: 0, to: 500, times: 2 } };
  const asked = restoredState(used, again);
  assert.deepEqual([asked.segment, asked.chosen], [{ from: 0, to: 500 }, { win_size: 900 }]);
  const other = restoredState(used, { ...tuning, file: '/elsewhere/cell7.abf' });
  assert.deepEqual([other.tab, other.chosen], ['smoothing', {}]);
});

test('another sweep of the recording is looked at in the same place, with what is chosen', () => {
  const looked = { ...restoredState(undefined, tuning), segment: { from: 60_000, to: 70_000 } };
  const chosen = { convolve_win: 34 };
  const turned = { ...tuning, choice: { channel: 1, sweep: 3 }, samples: 65_000 };
  const state = restoredState({ ...looked, chosen }, turned);
  assert.deepEqual([state.segment, state.chosen], [{ from: 55_000, to: 65_000 }, chosen]);
});

test('what the sizes did is said in a sentence', () => {
  const size = { agreement: 0.9 };
  const scores = {
    sizes: [
      { ...size, win_size: 600, found: 20, clear_score: 0.612, events: 31 },
      { ...size, win_size: 1250, found: 38, clear_score: 0.968, events: 52 },
    ],
    best: 1250,
    clear: 40,
    seconds: 9.8,
  };
  const plain = (text: string) => text.replaceAll('\u00a0', ' ');
  assert.equal(
    plain(bestText(scores, 50_000)),
    '1250 samples (25.0 ms): 38 of 40 clear events, mean probability 0.97; 52 events in 9.80 s.',
  );
  assert.match(plain(presentText(scores, 600, 50_000)), /^Now, 600 samples \(12\.0 ms\): 20 of 40/);
  assert.equal(presentText(scores, 1250, 50_000), '');
  assert.match(bestText({ ...scores, best: null }, 50_000), /^No size finds any of the 40/);
});
