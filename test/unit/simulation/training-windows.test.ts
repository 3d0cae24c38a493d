import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { Random } from '../../../src/engine/signal/random';
import { traceOf } from '../../../src/engine/signal/trace';
import { detectability, simulatedWindows } from '../../../src/engine/simulation/training-windows';

const LENGTH = 300;

test('half of the windows have an event, and a seed decides them', async () => {
  const windows = await simulatedWindows(1001, LENGTH, 20, silentTask());
  assert.equal(windows.count, windows.scores.length);
  assert.equal(windows.values.length, windows.count * LENGTH);
  assert.equal(
    windows.scores.reduce((sum, score) => sum + score, 0),
    windows.count / 2,
  );
  assert.ok(windows.count >= 20);
  assert.ok(windows.values.every(Number.isFinite));
  assert.deepEqual(await simulatedWindows(1001, LENGTH, 20, silentTask()), windows);
  assert.notDeepEqual(await simulatedWindows(1002, LENGTH, 20, silentTask()), windows);
});

test('windows with an event fall where it says, those without do not, on average over recordings', async () => {
  const fall = { 0: [] as number[], 1: [] as number[] };
  for (let seed = 1; seed <= 5; seed++) {
    const { values, scores } = await simulatedWindows(seed, LENGTH, 20, silentTask());
    scores.forEach((score, i) => {
      const window = values.subarray(i * LENGTH, (i + 1) * LENGTH);
      const mean = (from: number, to: number) => {
        const part = window.subarray(Math.round(from * LENGTH), Math.round(to * LENGTH));
        return part.reduce((sum, v) => sum + v, 0) / part.length;
      };
      const range = Math.max(...window) - Math.min(...window);
      fall[score as 0 | 1].push((mean(0, 0.08) - mean(0.42, 0.5)) / range);
    });
  }
  const average = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  assert.ok(fall[1].length > 20);
  assert.ok(average(fall[1]) > average(fall[0]) + 0.1, `${average(fall[1])} and ${average(fall[0])}`);
});

test('in white noise an event is as clear as theory has it', () => {
  const random = new Random(3);
  const rateHz = 10_000;
  const noise = traceOf(
    Float64Array.from({ length: 200_000 }, () => random.normal(0, 2)),
    rateHz,
    'pA',
  );
  const kinetics = { rise_s: 1e-5, decay_s: 0.005, onsetPower: 1, slowShare: 0, slowFactor: 1 };
  // The template: 100 samples of 0, then an exponential of 50 over 200; d′ = √(Σ template²) / σ without its mean.
  const template = Array.from({ length: 300 }, (_, i) => (i <= 100 ? 0 : Math.exp(-(i - 101) / 50)));
  const mean = template.reduce((sum, v) => sum + v, 0) / 300;
  const expected = Math.sqrt(template.reduce((sum, v) => sum + (v - mean) ** 2, 0)) / 2;
  assert.ok(Math.abs(detectability(kinetics, noise) / expected - 1) < 0.05);
});
