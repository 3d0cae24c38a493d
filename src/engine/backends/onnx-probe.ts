import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import { messageOf } from '../../common/errors';
import { GraphBuilder } from '../network/graph';
import { lstmLastState } from '../network/inference-lstm';
import { type FloatTensor, float32, sizeOf } from '../network/tensor';
import { Random } from '../signal/random';
import type { ProbeResult } from './onnx/gpu';
import type { Provider } from './onnx/messages';
import { writeOnnx } from './onnx/write-onnx';

// Tests one execution provider of onnxruntime on the most expensive operators of our networks, a convolution and a
// recurrent layer, and compares it with the CPU. Started as a process of its own: drivers may crash.

const WINDOWS = 256;
const STEPS = 50;
const CHANNELS = 64;
const UNITS = 96;

const random = new Random(1);

void main(process.argv[2] as Provider);

async function main(provider: Provider): Promise<void> {
  const result = await compare(provider).catch((thrown): ProbeResult => ({ error: reasonIn(thrown) }));
  process.send?.(result, () => process.exit(0));
}

async function compare(provider: Provider): Promise<ProbeResult> {
  const model = writeOnnx(probeGraph());
  const input = weights([WINDOWS, CHANNELS, 1, STEPS]);
  const there = await timedRun(model, [provider, 'cpu'], input);
  const here = await timedRun(model, ['cpu'], input);
  const difference = here.output.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - there.output[i])),
    0,
  );
  const cpuMs = here.milliseconds / availableParallelism();
  const { sharedObjects } = process.report.getReport() as { sharedObjects?: string[] };
  return { difference, speed: cpuMs / there.milliseconds, libraries: sharedObjects ?? [] };
}

function probeGraph() {
  const graph = new GraphBuilder();
  const input = graph.input('x', 'float32', ['N', CHANNELS, 1, STEPS]);
  const kernel = graph.constant(weights([CHANNELS, CHANNELS, 1, 3]));
  const features = graph.op('Conv', [input, kernel], { kernel_shape: [1n, 3n], pads: [0n, 1n, 0n, 1n] });
  const direction = () => ({
    kernel: weights([CHANNELS, 4 * UNITS]),
    recurrentKernel: weights([UNITS, 4 * UNITS]),
  });
  const state = lstmLastState(
    graph,
    {
      kind: 'lstm',
      name: 'probe',
      units: UNITS,
      returnSequences: false,
      backwards: false,
      dropout: 0,
      recurrentDropout: 0,
      weights: direction(),
      bidirectional: { merge: 'sum', backward: direction() },
    },
    graph.op('LeakyRelu', [features], { alpha: 0.3 }),
  );
  graph.output(state, 'y', 'float32', ['N', UNITS]);
  return graph.build();
}

/** Time of the second run: the first one compiles shaders. */
async function timedRun(
  model: Uint8Array,
  executionProviders: string[],
  { data, shape }: FloatTensor,
): Promise<{ output: Float32Array; milliseconds: number }> {
  const session = await ort.InferenceSession.create(model, {
    executionProviders,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const feeds = { x: new ort.Tensor('float32', data, shape) };
  await session.run(feeds);
  const start = performance.now();
  const { y } = await session.run(feeds);
  return { output: y.data as Float32Array, milliseconds: performance.now() - start };
}

/** Strips onnxruntime's message of the place in its source and the condition that failed. */
function reasonIn(thrown: unknown): string {
  return messageOf(thrown)
    .replace(/^.* was false\. /s, '')
    .trim();
}

/** Uniform in −0.1 … 0.1. */
function weights(shape: readonly number[]): FloatTensor {
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(-0.1, 0.1)),
    shape,
  );
}
