import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fasterDetection } from '../../../src/common/parameters/faster-detection';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { detectionProgress } from '../../../src/extension/progress/detection-progress';
import { fasterComputing } from '../../../src/extension/progress/faster-computing';

const samples = 1.44e9;
const locating = {
  phase: 'locating',
  unit: 'samples',
  total: samples,
  like: { phase: 'checking the trace', unit: 'samples', times: 10 },
};
const predicting = { phase: 'predicting', unit: 'windows', total: 1_000_000, later: [locating] };

function setUp(parameters = defaultParameters(), decides: unknown = Math.random()) {
  let now = 0;
  const toText = detectionProgress(parameters, decides, { now: () => now, computing: () => 'tensorFlow' });
  return (ms: number, progress: Parameters<typeof toText>[0]) => {
    now = ms;
    const { text, faster, computing } = toText(progress);
    return { text: text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' '), faster, computing };
  };
}

test('a detection never says a second and then an hour', () => {
  const at = setUp();
  const checking = {
    phase: 'checking the trace',
    unit: 'samples',
    total: samples,
    later: [{ ...predicting, later: undefined }, locating],
  };
  at(0, { ...checking, done: 0 });
  assert.match(at(9000, { ...checking, done: 0.9 * samples }).text, /^90 %, [\d ]+ samples\/s$/);
  at(10_000, { ...checking, done: samples });
  at(10_000, { ...predicting, done: 0 });
  // A thousand windows per second, and ten times the ten seconds of looking for gaps.
  assert.equal(at(20_000, { ...predicting, done: 10_000 }).text, '1 %, 1000 windows/s, 0:18:10 left');
});

test('beyond ten minutes a faster way is offered, and not taken back at nine', () => {
  const at = setUp();
  const short = { ...predicting, later: [] };
  at(0, { ...short, done: 0 });
  const slow = at(1000, { ...short, done: 1000 });
  assert.equal(slow.faster?.change?.name, 'prediction_method');
  assert.equal(slow.computing, 'tensorFlow');
  for (let s = 2; s <= 460; s++) at(s * 1000, { ...short, done: s * 1000 });
  assert.ok(at(461_000, { ...short, done: 461_000 }).faster, '539 s are left');
  for (let s = 462; s < 530; s++) at(s * 1000, { ...short, done: s * 1000 });
  const soon = at(530_000, { ...short, done: 530_000 });
  assert.deepEqual([soon.faster, soon.computing], [null, null]);
  const brief = setUp();
  brief(0, { ...short, done: 0 });
  assert.equal(brief(1000, { ...short, done: 100_000 }).faster, null);
});

test('what is offered is what is left: screening, where it can be; else an adaptive stride; a larger one; nothing', () => {
  const of = (more: object) => fasterDetection({ ...defaultParameters(), win_size: 600, ...more })?.change;
  const { name, value } = of({ stride: null })!;
  assert.deepEqual([name, value], ['prediction_method', 'screened']);
  assert.equal(of({ resample_to_600: false, stride: null })?.name, 'adaptive_stride');
  for (const left of [{ prediction_method: 'screened' }, { resample_to_600: false, adaptive_stride: true }]) {
    const larger = of({ ...left, stride: null })!;
    assert.deepEqual([larger.name, larger.value], ['stride', 30]);
    assert.equal(of({ ...left, stride: 30 }), undefined);
  }
});

test('what computes faster is offered where it can be had: auto in place of cpu, TensorFlow for an NVIDIA card', () => {
  const linux = { platform: 'linux', arch: 'x64' };
  const driver = '/proc/driver/nvidia/version';
  const on = (...files: string[]) => ({ machine: linux, exists: (file: string) => files.includes(file) });
  assert.equal(fasterComputing('cpu', '/storage', on()), 'auto');
  assert.equal(fasterComputing('auto', '/storage', on()), null, 'TensorFlow on a CPU is no faster');
  assert.equal(fasterComputing('auto', '/storage', on(driver)), 'tensorFlow');
  assert.equal(
    fasterComputing('auto', '/storage', on(driver, '/storage/tensorflow')),
    null,
    'it is installed',
  );
  assert.equal(fasterComputing('tensorflow', '/storage', on(driver)), null);
  const other = { machine: { platform: 'freebsd', arch: 'x64' }, exists: () => true };
  assert.equal(fasterComputing('auto', '/elsewhere', { ...other, exists: () => false }), null);
});
