import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkValue } from '../../../src/common/parameters/check';
import { nearestName, parameterNamed } from '../../../src/common/parameters/names';
import { parseAssignments } from '../../../src/common/parameters/text';

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
    message: 'win_size is 5, but has to be a whole number of samples from 10 to 1000000.',
  });
  assert.equal(
    checkValue('event_direction', 'up')?.message,
    'event_direction is "up", but has to be "negative" or "positive".',
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
  assert.throws(() => parseAssignments(['win_size']), /write name=value/);
  assert.throws(() => parseAssignments(['win_size=']), /win_size is null/);
  assert.throws(
    () => parseAssignments(['win_size=0x258']),
    /win_size is "0x258", but has to be a whole number/,
  );
  assert.throws(() => parseAssignments(['win_size=1e9']), /from 10 to 1000000/);
  assert.throws(() => parseAssignments(['wn_size=600']), /no parameter "wn_size": did you mean win_size\?/);
  assert.throws(() => parseAssignments(['resample_to_600=maybe']), /has to be true or false/);
});
