import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { type Progress, silentTask, type Task } from '../../../src/common/task';
import type { Backend } from '../../../src/engine/backends/backend';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { inferenceGraph, PROBABILITIES, WINDOWS } from '../../../src/engine/network/inference-graph';
import { readModel } from '../../../src/engine/network/keras/read-model';
import type { Network } from '../../../src/engine/network/layers';
import { scaleWindow } from '../../../src/engine/network/scale';
import { float32 } from '../../../src/engine/network/tensor';
import { openPredictor, type Predictor } from '../../../src/engine/prediction/predict';
import { predictTrace, windowCount } from '../../../src/engine/prediction/predict-trace';
import { traceOf } from '../../../src/engine/signal/trace';
import { KERAS_MODELS, kerasExpectation, kerasFixture } from '../../support/keras-fixtures';
import { assertClose, noise } from '../../support/numbers';
import { NetworkSketch } from '../../support/random-network';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' });
after(() => backend.dispose());

const network = new NetworkSketch(5, 30).conv(3, 5).activation('relu').lstm(4, { merge: 'sum' }).classifier();

describe('the graph computes what Keras does', () => {
  for (const name of KERAS_MODELS)
    test(name, async () => {
      const { network } = await readModel(kerasFixture(`${name}.h5`));
      const { windows, probabilities } = kerasExpectation(name);
      const values = Float32Array.from(windows.flat(2));
      const shape = [windows.length, network.inputLength, network.inputChannels];
      const program = await backend.compile(inferenceGraph(network));
      const outputs = await program.run({ [WINDOWS]: float32(values, shape) });
      assert.deepEqual(outputs[PROBABILITIES].shape, [windows.length, probabilities[0].length]);
      assertClose(Array.from(outputs[PROBABILITIES].data, Number), probabilities.flat(), 3e-6, name);
    });
});

test('a window is scaled by its own extremes; one without differences is all 0', () => {
  const into = new Float32Array(8).fill(9);
  scaleWindow(Float64Array.of(100, -60.001, -60, -60.0015, 7), 1, 3, into, 0);
  scaleWindow(Float64Array.of(5, 5, 5, 5), 0, 4, into, 3);
  assertClose(into, [1 / 3, 1, 0, 0, 0, 0, 0, 9], 1e-6, 'scaled');
  scaleWindow(Float64Array.of(-1e6, -1e6 + 1e-3, -1e6 + 2e-3), 0, 3, into, 0);
  assertClose(into.subarray(0, 3), [0, 0.5, 1], 1e-6, 'far from 0');
});

test('a backend that fails while the next windows are prepared ends the prediction and nothing else', async () => {
  const failing: Backend = {
    kind: 'onnxruntime',
    device: 'cpu',
    description: 'fails',
    concurrency: 4,
    compile: async () => ({
      run: () => Promise.reject(new Error('out of memory')),
      dispose: async () => {},
    }),
    dispose: async () => {},
  };
  const predictor = await openPredictor(network, failing);
  const slowly = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
  // A rejection that nobody waits for yet would end the process, or fail this test.
  await assert.rejects(predictor.predict(200, slowly, silentTask(), 16), /out of memory/);
});

describe('a network that needs much memory', () => {
  /** A backend with room for so many windows at a time, which answers with each window's first value. */
  const small = (room: number, sizes: number[]): Backend => ({
    kind: 'onnxruntime',
    device: 'cpu',
    description: 'small',
    concurrency: 2,
    compile: async () => ({
      run: async ({ [WINDOWS]: input }) => {
        const count = input?.shape[0] ?? 0;
        sizes.push(count);
        const values = input?.data as Float32Array;
        // As a worker that the memory was moved to.
        const taken = structuredClone(values, { transfer: [values.buffer as ArrayBuffer] });
        if (count > room) throw new Error('Failed to allocate memory for requested buffer of size 123');
        const answer = Float32Array.from({ length: count }, (_, i) => taken[i * 30] ?? Number.NaN);
        return { [PROBABILITIES]: float32(answer, [count, 1]) };
      },
      dispose: async () => {},
    }),
    dispose: async () => {},
  });
  const numbered = (from: number, to: number, into: Float32Array) => {
    for (let i = from; i < to; i++) into.fill(i, (i - from) * 30, (i - from + 1) * 30);
  };

  test('its batches are halved until they fit, and the answers are the same', async () => {
    const sizes: number[] = [];
    const predictor = await openPredictor(network, small(5, sizes));
    const found = await predictor.predict(200, numbered, silentTask(), 64);
    assert.deepEqual([...found], [...Array(200).keys()]);
    assert.ok(Math.max(...sizes) > 5);
  });

  test('one whose single window does not fit ends with the reason', async () => {
    const predictor = await openPredictor(network, small(0, []));
    await assert.rejects(predictor.predict(20, numbered, silentTask(), 64), /Failed to allocate/);
  });

  test('one that this machine cannot hold is refused before it runs', async () => {
    const wide = new NetworkSketch(5, 30).conv(3, 5).lstm(2).classifier();
    Object.assign(wide, { inputLength: 4e11 });
    await assert.rejects(openPredictor(wide, backend), /needs \d+ GB for one window/);
  });
});

describe('predicting windows', () => {
  test('gives one probability a window, in order, whatever the batch', async () => {
    const predictor = await openPredictor(network, backend);
    const trace = traceOf(noise(4000, 3), 1000, 'pA');
    const reports: Progress[] = [];
    const task: Task = { ...silentTask(), report: (progress) => reports.push(progress) };
    const large = await predictTrace(predictor, trace, { step: 7, batchSize: 512 }, task);
    assert.equal(large.length, windowCount(4000, 30, 7));
    assert.deepEqual(
      { ...reports.at(-1) },
      { phase: 'predicting', done: large.length, total: large.length, unit: 'windows' },
    );
    const single = await predictTrace(predictor, trace, { step: 7, batchSize: 1 }, silentTask());
    assertClose(single, large, 1e-6, 'batches of one');
    const sparse = await predictTrace(predictor, trace, { step: 70, batchSize: 512 }, silentTask());
    assertClose(
      sparse,
      large.filter((_, i) => i % 10 === 0),
      1e-6,
      'windows that do not touch',
    );
    await predictor.dispose();
  });

  test('a coarse pass computes every window near one that is not silent, and draws lines elsewhere', async () => {
    const predictor = await openPredictor(network, backend);
    const trace = traceOf(noise(60_000, 4), 1000, 'pA');
    const step = 11;
    const every = 4;
    const all = await predictTrace(predictor, trace, { step, batchSize: 512 }, silentTask());
    const silence = [...all].sort((a, b) => a - b)[Math.floor(all.length * 0.7)];
    let computed = 0;
    const counting: Predictor = {
      ...predictor,
      predict: (count, ...rest) => {
        computed += count;
        return predictor.predict(count, ...rest);
      },
    };
    let last: Progress | undefined;
    const task: Task = { ...silentTask(), report: (progress) => (last = progress) };
    const found = await predictTrace(
      counting,
      trace,
      { step, batchSize: 512, coarse: { every, silence } },
      task,
    );
    assert.equal(found.length, all.length);
    assert.ok(computed < all.length * 0.9, `${computed} of ${all.length} windows computed`);
    assert.deepEqual([last?.done, last?.total], [all.length, all.length]);
    let lines = 0;
    for (let left = 0; left < all.length - 1; left += every) {
      const right = Math.min(left + every, all.length - 1);
      const silent = Math.max(all[left], all[right]) <= silence;
      if (silent) lines++;
      for (let i = left; i <= right; i++) {
        const line = all[left] + ((all[right] - all[left]) * (i - left)) / (right - left);
        assertClose([found[i]], [silent ? line : all[i]], 1e-5, `window ${i}`);
      }
    }
    assert.ok(lines > 10);
    await predictor.dispose();
  });

  test('a trace shorter than a window has none, one as long has one', async () => {
    const predictor = await openPredictor(network, backend);
    const lengths = [0, 29, 30, 36, 37].map(async (n) => {
      const prediction = await predictTrace(
        predictor,
        traceOf(noise(n, 1), 1000, 'pA'),
        { step: 7, batchSize: 8 },
        silentTask(),
      );
      return prediction.length;
    });
    assert.deepEqual(await Promise.all(lengths), [0, 0, 1, 1, 2]);
  });

  test('keeps few batches in memory, fills them one after another', async () => {
    const { slow, most } = slowBackend(3);
    const predictor = await openPredictor(network, slow);
    let filling = 0;
    const fill = async () => {
      assert.equal(filling++, 0);
      await new Promise((resolve) => setTimeout(resolve, 1));
      filling--;
    };
    const probabilities = await predictor.predict(1200, fill, silentTask(), 64);
    assert.equal(probabilities.length, 1200);
    assert.equal(most(), 6);
  });

  test('is cancelled within a second, and passes on what goes wrong', async () => {
    const { slow } = slowBackend(1);
    const predictor = await openPredictor(network, slow);
    const controller = new AbortController();
    const task = { ...silentTask(), signal: controller.signal };
    setTimeout(() => controller.abort(), 50);
    const start = performance.now();
    await assert.rejects(
      predictor.predict(1e6, () => {}, task, 64),
      CancelledError,
    );
    assert.ok(performance.now() - start < 1000);
    const broken = () => {
      throw new UserError('the file ends early');
    };
    await assert.rejects(predictor.predict(100, broken, silentTask(), 64), /ends early/);
  });

  test('refuses networks that do not give one probability for one trace', async () => {
    const two: Network = { ...new NetworkSketch(6, 30, 2).flatten().classifier() };
    await assert.rejects(openPredictor(two, backend), UserError);
    const three = new NetworkSketch(7, 30).flatten().dense(3).classifier();
    three.layers.splice(-2);
    await assert.rejects(openPredictor(three, backend), /has 3 outputs per window/);
  });
});

/** A backend that takes 40 ms a run and counts how many runs it has at the same time. */
function slowBackend(concurrency: number): { slow: Backend; most: () => number } {
  let running = 0;
  let most = 0;
  const slow: Backend = {
    kind: 'onnxruntime',
    device: 'cpu',
    description: 'slow',
    concurrency,
    dispose: async () => {},
    compile: async () => ({
      dispose: async () => {},
      run: async ({ [WINDOWS]: windows }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 40));
        running--;
        const count = windows!.shape[0];
        return { [PROBABILITIES]: float32(new Float32Array(count), [count, 1]) };
      },
    }),
  };
  return { slow, most: () => most };
}
