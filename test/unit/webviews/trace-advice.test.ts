import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Advice } from '../../../src/common/parameters/advice';
import type { TraceWindow } from '../../../src/common/traces/trace-window';
import type { Warning } from '../../../src/common/warning';
import { adviceOn } from '../../../src/webviews/trace/advice';
import type { Ready } from '../../../src/webviews/trace/selectors';

const summary = [
  ['Window', '600 samples (30 ms)'],
  ['Direction', 'negative'],
] as [string, string][];

interface Case {
  recording?: Warning[];
  detection?: Warning[];
  stale?: string[];
  unitDoubt?: string;
}

function ready({ recording = [], detection, stale = [], unitDoubt }: Case): Ready {
  return {
    snapshot: {
      info: { warnings: recording },
      doubtful: false,
      unitDoubt: unitDoubt ?? null,
      detection: { window: 600, summary },
    },
    detection: detection && { warnings: detection, stale },
    rate_hz: 20_000,
  } as unknown as Ready;
}

const direction: Advice = {
  code: 'direction',
  severity: 'warning',
  names: ['event_direction'],
  message: 'The steep rises in this recording are positive, but event_direction is negative.',
  change: { name: 'event_direction', value: 'positive', title: 'Set event_direction to positive' },
};
const size: Advice = {
  code: 'window-too-short',
  severity: 'warning',
  names: ['win_size'],
  message: 'Events decay too slowly.',
  change: { name: 'win_size', value: 1400, title: 'Set win_size to 1400' },
};
const asked = (...advice: Advice[]) => ({ key: '', target: 'cell7.miniml.json', advice });
const noEvents: Warning = { code: 'no-events', message: 'No event was found in 20 s.' };

test('the rules speak before a detection, with the value that mends it and where it is written', () => {
  const [first, second, third] = adviceOn(
    ready({ recording: [{ code: 'cut-short', message: 'The recording ends early.' }] }),
    asked(size, direction),
    undefined,
  );
  assert.equal(first.text, direction.message);
  assert.deepEqual(first.button, {
    label: 'Detect Upward',
    title: 'Set event_direction to positive in cell7.miniml.json, and detect events',
    action: { type: 'adopt', change: { name: 'event_direction', value: 'positive' } },
  });
  assert.equal(second.button?.label, 'Use 1400 and Detect');
  assert.equal(third.text, 'The recording ends early.');
});

test('a warning of the detection that the rules repeat is said once, with their button', () => {
  const { code, message } = size;
  const found = adviceOn(ready({ detection: [{ code, message }] }), asked(size), undefined);
  assert.deepEqual(
    found.map(({ button }) => button?.label),
    ['Use 1400 and Detect'],
  );
});

test('no events lead to parameters from the recording, and to where the probability is highest once it is known', () => {
  const prediction = {
    x: Float64Array.of(0, 40_000),
    y: Float32Array.of(0.02, 0.31),
    kind: 'samples',
    exact: true,
  } as TraceWindow;
  const [near] = adviceOn(ready({ detection: [noEvents] }), undefined, prediction);
  assert.equal(near.text, noEvents.message);
  assert.deepEqual(near.button?.action, { type: 'auto' });
  assert.equal(near.look?.label.replace('\u00a0', ' '), 'Show Highest, 2.00 s');
  assert.deepEqual(near.look?.action, { type: 'goTo', time_s: 2, span_s: 0.3 });
  const [unknown] = adviceOn(ready({ detection: [noEvents] }), undefined, undefined);
  assert.deepEqual([unknown.button?.action, unknown.look], [{ type: 'auto' }, undefined]);
});

test('where a rule names the value that is wrong, it comes before the sentence that nothing was found', () => {
  const found = adviceOn(ready({ detection: [noEvents] }), asked(size, direction), undefined);
  assert.deepEqual(
    found.map(({ button }) => button?.label),
    ['Detect Upward', 'Use 1400 and Detect', 'Choose Parameters and Detect'],
  );
});

test('a detection that would be another one now says why; what it was warned of does not count any more', () => {
  const stale = ['the recording has changed', 'window 600 → 1400', 'smoothing 20 → 30', 'peak_w 1 → 2'];
  assert.deepEqual(adviceOn(ready({ detection: [noEvents], stale }), undefined, undefined), [
    {
      code: 'stale',
      text: 'These events are out of date: the recording has changed; window 600 → 1400; smoothing 20 → 30; 1 more.',
      button: { label: 'Detect Again', action: { type: 'detect' } },
    },
  ]);
});

test('a doubtful unit comes last, and asks for the unit', () => {
  const found = adviceOn(ready({ unitDoubt: 'Check the unit.' }), asked(direction), undefined);
  assert.deepEqual(
    found.map(({ code, button }) => [code, button?.action.type]),
    [
      ['direction', 'adopt'],
      ['unit', 'describe'],
    ],
  );
});

test('a threshold that the outcome proposes is written and detected with by one button', () => {
  const nearMisses: Warning = {
    code: 'near-misses',
    message: '6 peaks of the probability are near misses.',
    change: { name: 'model_threshold', value: 0.35, title: 'Set model_threshold to 0.35' },
  };
  const [first] = adviceOn(ready({ detection: [nearMisses] }), asked(), undefined);
  assert.deepEqual(first.button, {
    label: 'Use p ≥ 0.35 and Detect',
    title: 'Set model_threshold to 0.35 in cell7.miniml.json, and detect events',
    action: { type: 'adopt', change: { name: 'model_threshold', value: 0.35 } },
  });
});

test('a file proposes no other parameter than the threshold', () => {
  const change = { name: 'model_path', value: '/elsewhere.h5', title: 'Set model_path' };
  const [first] = adviceOn(ready({ detection: [{ code: 'x', message: 'A.', change }] }), asked(), undefined);
  assert.deepEqual(first.button?.action, { type: 'tune' });
});
