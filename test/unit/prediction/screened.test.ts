import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import type { Predictor } from '../../../src/engine/prediction/predict';
import { predictScreened } from '../../../src/engine/prediction/predict-screened';
import type { PredictionMemory } from '../../../src/engine/prediction/predict-trace';
import { traceOf } from '../../../src/engine/signal/trace';

const LEVEL = 0.1;

test('windows that the screen passes are computed, and those beside them until both sides are silent', async () => {
  const p = bumps(400, [[203, 12, 0.9]]);
  const { prediction, facts, asked } = await screened(p, (i) => p[i] >= LEVEL);
  const loud = p.flatMap((value, i) => (value > 0.002 ? [i] : []));
  for (const i of loud) assert.equal(prediction[i], p[i], `window ${i}`);
  for (const [i, value] of prediction.entries()) assert.ok(Number.isNaN(value) || value === p[i]);
  const alone = range(0, loud[0] - 5).concat(range(loud.at(-1)! + 5, 400));
  assert.deepEqual(
    alone.filter((i) => !Number.isNaN(prediction[i])),
    alone.filter((i) => i % 10 === 0),
    'far from the event only the comb is computed',
  );
  assert.equal(asked, facts.computed, 'no window is computed twice');
  assert.equal(facts.windows, 400);
  // Of 40 windows in the comb the screen passes four.
  assert.deepEqual([facts.sampled, facts.missed, facts.passed], [36, 0, true]);
});

test('windows at the flanks of a peak that the screen passes do not count as missed', async () => {
  const p = bumps(400, [[203, 12, 0.9]]);
  const { prediction, facts } = await screened(p, (i) => i === 201);
  assert.deepEqual([facts.sampled, facts.missed, facts.passed], [40, 0, true]);
  for (const [i, value] of p.entries()) if (value > 0.002) assert.equal(prediction[i], value);
});

test('a screen that misses events fails its certificate, and every window is computed', async () => {
  const p = bumps(400, [[203, 12, 0.9]]);
  const { prediction, facts, asked } = await screened(p, () => false);
  assert.deepEqual([...prediction], p);
  assert.equal(asked, 400);
  assert.equal(facts.passed, false);
  assert.ok(facts.missed > 0);
  assert.equal(facts.computed, 400);
});

test('one missed window in many is no failure, and its event is found from the comb', async () => {
  const p = bumps(60_000, [[31_003, 6, 0.9]]);
  const { prediction, facts } = await screened(p, () => false, { level: 0.5 });
  assert.deepEqual([facts.sampled, facts.missed, facts.passed], [6000, 1, true]);
  assert.ok(facts.computed < 6100);
  for (let i = 30_990; i < 31_016; i++) if (p[i] > 0.002) assert.equal(prediction[i], p[i]);
});

test('the comb of a long recording is wider, and still has the samples that the certificate needs', async () => {
  const of = async (windows: number) => (await screened(bumps(windows, []), () => false)).facts.sampled;
  assert.equal(await of(81_920), 8192);
  assert.equal(await of(200_000), Math.ceil(200_000 / 24));
  assert.equal(await of(600_000), 15_000, 'never wider than every fortieth');
});

test('events grow across the border of two chunks, in both directions', async () => {
  const p = bumps(40_000, [
    [16_384, 40, 0.09],
    [32_768, 40, 0.09],
  ]);
  const { prediction } = await screened(p, (i) => i === 16_370 || i === 32_780);
  p.forEach((value, i) => {
    if (value > 0.002) assert.equal(prediction[i], value, `window ${i}`);
  });
});

test('with another step a window is passed if one of the two nearest scores is', async () => {
  const p = bumps(1000, [[500, 3, 0.9]]);
  // Window 500 of a step of 14 samples starts at 7000, which is window 350 of the screen; 501 between 350 and 351.
  const { prediction, facts } = await screened(p, (i) => i >= 348 && i <= 353, { step: 14 });
  assert.ok(facts.passed);
  for (const i of [501, 502]) assert.equal(prediction[i], p[i], `window ${i}`);
  assert.ok(Number.isNaN(prediction[511]));
});

test('a chunk that is kept is not computed again', async () => {
  const p = bumps(20_000, [
    [203, 12, 0.9],
    [18_000, 12, 0.8],
  ]);
  const kept = new Map<number, Float32Array>();
  const memory: PredictionMemory = {
    restored: 0,
    restore: (from, count) => (kept.get(from)?.length === count ? kept.get(from) : undefined),
    keep: (from, values) => kept.set(from, values),
  };
  const passes = (i: number) => p[i] >= LEVEL;
  const first = await screened(p, passes, { memory });
  assert.deepEqual([...kept.keys()].sort(), [0, 16_384]);
  kept.delete(16_384);
  const second = await screened(p, passes, { memory });
  assert.deepEqual(second.prediction, first.prediction);
  assert.deepEqual(second.facts, first.facts);
  assert.ok(second.asked < first.asked / 2);
});

/** Runs a screened prediction of windows with known probabilities; the screen passes window i as `passes` says. */
async function screened(
  p: readonly number[],
  passes: (i: number) => boolean,
  { step = 20, level = LEVEL, memory }: { step?: number; level?: number; memory?: PredictionMemory } = {},
) {
  const samples = new Float64Array(step * (p.length - 1) + 600);
  // Each window has a 0 and a 1, so that it is scaled by nothing, and begins with its probability.
  for (let i = 0; i < samples.length; i++) samples[i] = i % step === 1 ? 1 : 0;
  p.forEach((value, i) => {
    samples[i * step] = value;
  });
  let asked = 0;
  const predictor: Predictor = {
    inputLength: 600,
    device: 'known',
    dispose: async () => {},
    async predict(count, fill) {
      asked += count;
      const into = new Float32Array(count * 600);
      await fill(0, count, into);
      return Float32Array.from({ length: count }, (_, i) => into[i * 600]);
    },
  };
  const program = {
    dispose: async () => {},
    scores: async (_: unknown, from: number, to: number) =>
      Float32Array.from({ length: to - from }, (_, i) => (passes(from + i) ? 1 : -1)),
  };
  const found = await predictScreened(
    predictor,
    traceOf(samples, 1, ''),
    { step, batchSize: 64 },
    { program, cutoff: 0, level },
    silentTask(),
    memory,
  );
  return { ...found, asked };
}

/** Probabilities that are nearly 0 but for bumps at some windows. */
function bumps(count: number, at: readonly (readonly [centre: number, width: number, height: number])[]) {
  const p = new Float32Array(count).fill(1e-4);
  for (const [centre, width, height] of at)
    for (let i = Math.max(0, centre - 4 * width); i < Math.min(count, centre + 4 * width); i++)
      p[i] += height * Math.exp(-(((i - centre) / width) ** 2));
  return [...p];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
