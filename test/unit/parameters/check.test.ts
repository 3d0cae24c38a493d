import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkValue, checkWritten } from '../../../src/common/parameters/check';
import { inSamples, inSamplesIfKnown } from '../../../src/common/parameters/lengths';
import { nearest, nearestName, parameterNamed } from '../../../src/common/parameters/names';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { parseAssignments } from '../../../src/common/parameters/text';
import { parseDuration } from '../../../src/common/parameters/times';
import { Random } from '../../../src/engine/signal/random';

test('a right value has no problem, at the ends of its range too', () => {
  assert.equal(checkValue('win_size', 10), undefined);
  assert.equal(checkValue('model_threshold', 1), undefined);
  assert.equal(checkValue('stride', null), undefined);
  assert.equal(checkValue('resample_to_600', false), undefined);
  assert.equal(checkValue('event_direction', 'positive'), undefined);
});

test('a wrong value has one sentence with name, value, range and what null means', () => {
  assert.deepEqual(checkValue('win_size', 5), {
    code: 'out-of-range',
    message: 'win_size is 5 but must be a whole number of samples from 10 to 1000000.',
  });
  assert.equal(
    checkValue('event_direction', 'up')?.message,
    'event_direction is "up" but must be "negative", "positive" or "both".',
  );
  assert.deepEqual(checkValue('win_size', 10.5)?.code, 'wrong-type');
  assert.deepEqual(checkValue('win_size', '600')?.code, 'wrong-type');
  assert.deepEqual(checkValue('win_size', null)?.code, 'wrong-type');
  assert.equal(checkValue('peak_w', 0)?.code, 'out-of-range');
  assert.equal(checkValue('dropout', 1)?.code, 'out-of-range');
  assert.equal(checkValue('peak_w', Number.POSITIVE_INFINITY)?.code, 'wrong-type');
  assert.match(checkValue('stride', 0)!.message, /null for win_size \/ 30, rounded\.$/);
  assert.equal(checkValue('model_path', ' ')?.code, 'out-of-range');
  assert.ok(checkValue('win_size', 'x'.repeat(10_000))!.message.length < 200);
});

test('a length may be written as a time, and nothing else may', () => {
  for (const time of ['12 ms', '12ms', '0.4 ms', '.4 ms', '400 µs', '400 us', '0.012 s', ' 5 ms '])
    assert.equal(checkWritten('win_size', time), undefined, time);
  for (const wrong of ['12', 'ms', '-3 ms', '12 m', '1e3 ms', '12 ms 3', ''])
    assert.match(
      checkWritten('win_size', wrong)!.message,
      /from 10 to 1000000, or a time such as "12 ms"\.$/,
    );
  assert.equal(checkWritten('stride', '1 ms'), undefined);
  assert.equal(checkWritten('win_size', 5)!.code, 'out-of-range');
  assert.equal(checkWritten('savgol', '2 ms')!.code, 'wrong-type');
  assert.equal(parseDuration('0.4 ms'), 0.0004);
  assert.deepEqual(parseAssignments(['win_size=12 ms', 'convolve_win=0.4ms', 'hann=null']), {
    win_size: '12 ms',
    convolve_win: '0.4ms',
    hann: null,
  });
  assert.throws(() => parseAssignments(['peak_w=3 ms']), /peak_w is "3 ms"/);
});

test('times are samples once the rate is known, and NaN before', () => {
  const written = { ...defaultParameters(), win_size: '12 ms', gradient_convolve_win: '1 ms' };
  const { win_size, gradient_convolve_win, convolve_win } = inSamples(written, 50_000);
  assert.deepEqual([win_size, gradient_convolve_win, convolve_win], [600, 50, 20]);
  assert.deepEqual(inSamplesIfKnown(written, undefined).win_size, Number.NaN);
  assert.throws(
    () => inSamples({ ...written, win_size: '100 s' }, 50_000),
    /win_size is 100 s: at 50000 Hz, .*5000000/,
  );
});

test('aliases lead to their parameter; what only looks like one does not', () => {
  assert.equal(parameterNamed('threshold'), 'model_threshold');
  assert.equal(parameterNamed('win_size'), 'win_size');
  assert.equal(parameterNamed('constructor'), undefined);
  assert.equal(parameterNamed('__proto__'), undefined);
});

test('the nearest name is suggested, and none where none is near', () => {
  assert.equal(nearestName('win_sze'), 'win_size');
  assert.equal(nearestName('WinSize'), 'win_size');
  assert.equal(nearestName('wni_size'), 'win_size');
  assert.equal(nearestName('modle_threshold'), 'model_threshold');
  assert.equal(nearestName('xyzzy'), undefined);
  assert.equal(nearestName(''), undefined);
});

test('the nearest name is the same as without shortcuts', () => {
  const random = new Random(4);
  const word = () => Array.from({ length: 3 + random.integer(7) }, () => 'abc'[random.integer(3)]).join('');
  for (let round = 0; round < 300; round++) {
    const [given, ...candidates] = Array.from({ length: 6 }, word);
    const most = Math.max(1, Math.floor(given.length / 3));
    const edits = candidates.map((candidate) => editsBetween(given, candidate));
    const fewest = Math.min(...edits);
    const expected = fewest <= most ? candidates[edits.indexOf(fewest)] : undefined;
    assert.equal(nearest(given, candidates), expected, `${given}: ${candidates}`);
  }
});

/** Optimal string alignment distance, as it is defined. */
function editsBetween(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return editsBetween(restA, restB);
  const isSwap = a[0] === b[1] && a[1] === b[0] && a.length > 1 && b.length > 1;
  const edits = [editsBetween(restA, b), editsBetween(a, restB), editsBetween(restA, restB)];
  if (isSwap) edits.push(editsBetween(a.slice(2), b.slice(2)));
  return 1 + Math.min(...edits);
}

test('assignments on a command line are read by the declared kind', () => {
  assert.deepEqual(
    parseAssignments([
      'window_size=1600',
      'threshold = .25',
      'resample=no',
      'stride=null',
      'model_path=a=b.h5',
    ]),
    { win_size: 1600, model_threshold: 0.25, resample_to_600: false, stride: null, model_path: 'a=b.h5' },
  );
  assert.deepEqual(parseAssignments(['scaling=1e12', 'series=0']), { scaling: 1e12, series: '0' });
  assert.deepEqual(parseAssignments(['win_size=700', 'window=800']), { win_size: 800 });
});

test('wrong assignments are refused with a remedy', () => {
  assert.throws(() => parseAssignments(['win_size']), /Write name=value/);
  assert.throws(() => parseAssignments(['win_size=']), /win_size is null/);
  assert.throws(() => parseAssignments(['win_size=0x258']), /win_size is "0x258" but must be a whole number/);
  assert.throws(() => parseAssignments(['win_size=1e9']), /from 10 to 1000000/);
  assert.throws(() => parseAssignments(['wn_size=600']), /no parameter "wn_size"\. Did you mean win_size\?/);
  assert.throws(() => parseAssignments(['resample_to_600=maybe']), /must be true or false/);
});
