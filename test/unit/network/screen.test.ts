import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { initialWeights } from '../../../src/engine/distilling/train-screen';
import { samplesScreened, screenInput } from '../../../src/engine/network/screen/screen-input';
import { screenTrainingGraph } from '../../../src/engine/network/screen/screen-training-graph';
import { SCREEN_PARAMETERS, screenWeights } from '../../../src/engine/network/screen/screen-weights';
import { float32 } from '../../../src/engine/network/tensor';
import { openScreenProgram, screenedSamples } from '../../../src/engine/prediction/screen';
import { Random } from '../../../src/engine/signal/random';
import { traceOf } from '../../../src/engine/signal/trace';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

const flat = weightsWithBiases(3);

test('a screening network gives each window the score that plain loops give it, up to both ends of the trace', async () => {
  const trace = traceOf(unevenTrace(31_007, 7), 1, 'pA');
  const count = Math.floor((trace.samples - 600) / 20) + 1;
  const program = await openScreenProgram(flat, backend);
  const scores = await program.scores(trace, 0, count);
  assert.equal(scores.length, 1521);
  const values = trace.read(0, trace.samples);
  // The borders, the seam between two runs, and places between.
  for (const window of [0, 1, 2, 700, 1198, 1199, 1200, 1201, 1400, count - 3, count - 2, count - 1])
    close(scores[window], plainScore(flat, values, window), `window ${window}`);
  const part = await program.scores(trace, 1190, 1210);
  for (const [i, score] of part.entries())
    close(score, scores[1190 + i], `window ${1190 + i} in another run`);
  await program.dispose();
});

test('scores depend neither on the unit nor on the level of the trace', async () => {
  const values = unevenTrace(6_000, 8);
  const program = await openScreenProgram(flat, backend);
  const count = 271;
  const picoamperes = await program.scores(traceOf(values, 1, 'pA'), 0, count);
  const amperes = values.map((v) => 1e-12 * (v - 5000));
  const scores = await program.scores(traceOf(amperes, 1, 'A'), 0, count);
  for (const [i, score] of scores.entries()) close(score, picoamperes[i], `window ${i}`);
  await program.dispose();
});

test('windows of a constant trace have finite scores', async () => {
  const program = await openScreenProgram(flat, backend);
  const scores = await program.scores(traceOf(new Float64Array(2000).fill(-40), 1, 'pA'), 0, 70);
  assert.ok(scores.every(Number.isFinite));
  await program.dispose();
});

test('the training graph has the loss of plain loops, and its gradient that of finite differences', async () => {
  const windows = 30;
  const values = unevenTrace(3000, 9);
  const trace = traceOf(values, 1, 'pA');
  const random = new Random(4);
  const first = [5, 60];
  const target = Float32Array.from({ length: 2 * windows }, () => random.uniform());
  const weight = Float32Array.from(target, (_, i) => (i % 3 === 0 ? 0 : 1 / 40));
  const program = await backend.compile(screenTrainingGraph(windows, 10));
  const inputs = first.map((from) => screenInput(screenedSamples(trace, from, windows), windows));
  const joined = (of: (input: (typeof inputs)[0]) => Float32Array, ...shape: number[]) =>
    float32(Float32Array.from(inputs.flatMap((input) => [...of(input)])), [2, ...shape]);
  const run = async (parameters: Float32Array) => {
    const { loss, gradient } = await program.run({
      samples: joined((i) => i.samples, samplesScreened(windows) / 4, 4),
      picture: joined((i) => i.picture, windows + 29, 3),
      low: joined((i) => i.low, windows, 1),
      gain: joined((i) => i.gain, windows, 1),
      target: float32(target.slice(), [2, windows, 1]),
      weight: float32(weight.slice(), [2, windows, 1]),
      parameter: float32(parameters.slice(), [SCREEN_PARAMETERS]),
    });
    return { loss: (loss!.data as Float32Array)[0], gradient: gradient!.data as Float32Array };
  };
  const found = await run(flat);
  let expected = 0;
  first.forEach((from, crop) => {
    for (let i = 0; i < windows; i++) {
      const z = plainScore(flat, values, from + i);
      const y = target[crop * windows + i];
      const p = 1 / (1 + Math.exp(-z));
      expected -= weight[crop * windows + i] * (10 * y * Math.log(p) + (1 - y) * Math.log(1 - p));
    }
  });
  close(found.loss, expected, 'loss');
  // Along random directions of one kind of weight each, in float32: a central difference of a smooth enough step.
  const all = screenWeights(found.gradient);
  let at = 0;
  for (const [name, { data }] of Object.entries(all)) {
    const direction = Float32Array.from(data, () => random.normal());
    const norm = Math.hypot(...direction);
    const step = 2e-3;
    const moved = (sign: number) => {
      const parameters = flat.slice();
      direction.forEach((d, i) => {
        parameters[at + i] += (sign * step * d) / norm;
      });
      return parameters;
    };
    const [ahead, behind] = [await run(moved(1)), await run(moved(-1))];
    const slope = data.reduce((sum, g, i) => sum + (g * direction[i]) / norm, 0);
    const difference = (ahead.loss - behind.loss) / (2 * step);
    assert.ok(
      Math.abs(slope - difference) < 0.02 * Math.abs(difference) + 3e-3,
      `${name}: slope ${slope}, difference ${difference}`,
    );
    at += data.length;
  }
  await program.dispose();
});

function close(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) < 2e-4 * (1 + Math.abs(expected)),
    `${what}: ${actual}, not ${expected}`,
  );
}

/** Random initial weights; biases too, which begin at 0. */
function weightsWithBiases(seed: number): Float32Array {
  const random = new Random(seed);
  return initialWeights(random).map((w) => w || random.normal(0, 0.3));
}

/** Noise with slow drift, steps and deflections. */
function unevenTrace(samples: number, seed: number): Float64Array {
  const random = new Random(seed);
  let drift = -70;
  return Float64Array.from({ length: samples }, (_, i) => {
    drift += random.normal(0, 0.05);
    const deflection = i % 900 > 300 ? -15 * Math.exp(-((i % 900) - 300) / 60) : 0;
    return drift + random.normal(0, 2) + deflection + (i > samples / 2 ? 40 : 0);
  });
}

/** The network's definition in float64, for one window, from the samples themselves. */
function plainScore(parameters: Float32Array, values: Float64Array, window: number): number {
  const sample = (i: number) => values[Math.min(values.length - 1, Math.max(0, i))];
  const { first, second, third, fourth, head, headBias, hidden, hiddenBias, output, outputBias } =
    screenWeights(parameters);
  const leaky = (x: number) => (x > 0 ? x : 0.1 * x);
  const start = 20 * window;
  const cached = <T>(f: (i: number) => T) => {
    const known = new Map<number, T>();
    return (i: number): T => {
      if (!known.has(i)) known.set(i, f(i));
      return known.get(i)!;
    };
  };
  const layer =
    (kernel: { data: Float32Array; shape: readonly number[] }, input: (at: number) => readonly number[]) =>
    (from: number): number[] => {
      const [size, channels, filters] = kernel.shape as [number, number, number];
      return Array.from({ length: filters }, (_, f) => {
        let sum = 0;
        for (let k = 0; k < size; k++)
          for (let c = 0; c < channels; c++)
            sum += input(from + k)[c] * kernel.data[(k * channels + c) * filters + f];
        return leaky(sum);
      });
    };
  // In the second place the first layer looks from 8 samples before to 7 after the start of each group of four.
  const one = cached((group: number) => layer(first, (i) => [sample(i)])(start + 4 * group - 8));
  const two = cached((group: number) => layer(second, one)(group - 2));
  const three = cached((block: number) => layer(third, two)(5 * block));
  const four = (block: number) => layer(fourth, three)(block - 1);
  const seen = Array.from({ length: 600 }, (_, i) => sample(start + i));
  const low = Math.min(...seen);
  const range = Math.max(...seen) - low;
  const sums = Array.from(headBias.data, (b) => b);
  for (let block = 0; block < 30; block++) {
    const part = seen.slice(20 * block, 20 * block + 20);
    const picture = [part.reduce((a, b) => a + b, 0) / 20, Math.min(...part), Math.max(...part)];
    const channels = [...four(block).map((v) => v / range), ...picture.map((v) => (v - low) / range)];
    for (let f = 0; f < 48; f++)
      for (let c = 0; c < 35; c++) sums[f] += channels[c] * head.data[(block * 35 + c) * 48 + f];
  }
  const inner = sums.map(leaky);
  const last = Array.from(hiddenBias.data, (b, f) =>
    leaky(inner.reduce((sum, v, c) => sum + v * hidden.data[c * 24 + f], b)),
  );
  return last.reduce((sum, v, c) => sum + v * output.data[c], outputBias.data[0]);
}
