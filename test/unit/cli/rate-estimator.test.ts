import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateEstimator, type PhaseCosts } from '../../../src/common/rate-estimator';
import { inPhases, type Phase, type Progress, placedProgress } from '../../../src/common/task';

test('the pace is that of the present phase', () => {
  let now = 0;
  const pace = createRateEstimator(() => now);
  const at = (ms: number, phase: string, done: number) => {
    now = ms;
    return pace({ phase, done, total: 1000, unit: 'windows' });
  };
  assert.deepEqual(at(0, 'predicting', 100), { perSecond: undefined, secondsLeft: undefined });
  assert.deepEqual(at(100, 'predicting', 100).perSecond, undefined);
  assert.deepEqual(at(2100, 'predicting', 500), { perSecond: 200, secondsLeft: 2.5 });
  assert.deepEqual(at(3000, 'measuring', 0).perSecond, undefined);
  assert.deepEqual(at(4000, 'measuring', 1000), { perSecond: 1000, secondsLeft: 0 });
});

test('what an earlier run had done counts for nothing, and the rate follows a change', () => {
  let now = 0;
  const pace = createRateEstimator(() => now);
  const at = (ms: number, done: number) => {
    now = ms;
    return pace({ phase: 'predicting', done, total: 1_000_000, unit: 'windows' }).perSecond;
  };
  at(0, 100_000);
  at(20, 400_000);
  assert.equal(at(1020, 401_000), 1000);
  for (let s = 2; s <= 60; s++) at(s * 1000, 400_000 + 1000 * s);
  for (let s = 61; s <= 90; s++) at(s * 1000, 460_000 + 5000 * (s - 60));
  assert.ok(Math.abs(at(91_000, 615_000)! - 5000) < 1);
});

/** A detection of eight hours: seconds and amount of each phase. */
const work = [
  { phase: 'checking the trace', unit: 'samples', total: 1.44e9, seconds: 12 },
  { phase: 'predicting', unit: 'windows', total: 72e6, seconds: 3080 },
  { phase: 'locating', unit: 'samples', total: 1.44e9, seconds: 100 },
] as const;
const like = { phase: 'checking the trace', unit: 'samples', times: 10 };
const phases: Phase[] = work.map(({ phase, unit, total }) => ({
  phase,
  unit,
  total,
  ...(phase === 'locating' && { like }),
}));

/** Estimates, each with the true time left, of a run that reports ten times per second. */
function run(costs: PhaseCosts): { said: number | undefined; left: number; phase: string }[] {
  let now_s = 0;
  const pace = createRateEstimator(() => now_s * 1000, costs);
  const whole = work.reduce((sum, { seconds }) => sum + seconds, 0);
  const estimates: ReturnType<typeof run> = [];
  const report = (progress: Progress) => {
    const said = pace(progress).secondsLeft;
    estimates.push({ said, left: whole - now_s, phase: progress.phase });
  };
  const task = inPhases({ signal: new AbortController().signal, report }, phases);
  let before = 0;
  for (const { phase, unit, total, seconds } of work) {
    for (let s = 0; s <= seconds; s += 0.1) {
      now_s = before + s;
      task.report({ phase, unit, total, done: (total * s) / seconds });
    }
    before += seconds;
  }
  return estimates;
}

test('the time left is that of all phases, and none is said before the longest can be estimated', () => {
  const costs: PhaseCosts = new Map();
  const first = run(costs);
  assert.ok(first.every(({ said, phase }) => phase !== 'checking the trace' || said === undefined));
  const said = first.filter((one) => one.said !== undefined);
  assert.ok(said.length > 0.98 * (first.length - 120), `${said.length} of ${first.length}`);
  for (const one of said)
    assert.ok(Math.abs(one.said! - one.left) <= 0.05 * one.left + 25, JSON.stringify(one));
  const second = run(costs);
  assert.ok(
    second.every((one) => one.said !== undefined),
    'known from the first report on',
  );
  for (const one of second)
    assert.ok(Math.abs(one.said! - one.left) <= 0.05 * one.left + 2, JSON.stringify(one));
});

test('a file among several keeps the estimate over all phases', () => {
  const progress = { phase: 'predicting', unit: 'windows', done: 1, total: 2, later: phases.slice(2) };
  const placed = placedProgress(progress, 'a.abf: ');
  assert.equal(placed.phase, 'a.abf: predicting');
  assert.equal(placed.later![0].phase, 'a.abf: locating');
  assert.equal(placed.later![0].like!.phase, 'a.abf: checking the trace');
});
