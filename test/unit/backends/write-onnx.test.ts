import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { GraphBuilder } from '../../../src/engine/network/graph';
import { float32 } from '../../../src/engine/network/tensor';

const backend = new OnnxBackend({ provider: 'cpu', threads: 1, workers: 1, description: 'CPU' });
after(() => backend.dispose());

test('every type of tensor goes in and comes out', async () => {
  const graph = new GraphBuilder();
  const types = ['float32', 'float64', 'int64', 'bool'] as const;
  for (const type of types) graph.output(graph.input(type, type, ['n', 2]), `${type}_out`, type, ['n', 2]);
  const program = await backend.compile(graph.build());
  const shape = [1, 2];
  const outputs = await program.run({
    float32: float32(Float32Array.of(1.5, -2), shape),
    float64: { type: 'float64', shape, data: Float64Array.of(Math.PI, 1e300) },
    int64: { type: 'int64', shape, data: BigInt64Array.of(-(2n ** 62n), 7n) },
    bool: { type: 'bool', shape, data: Uint8Array.of(1, 0) },
  });
  assert.deepEqual([...outputs['float32_out'].data], [1.5, -2]);
  assert.deepEqual([...outputs['float64_out'].data], [Math.PI, 1e300]);
  assert.deepEqual([...outputs['int64_out'].data], [-(2n ** 62n), 7n]);
  assert.deepEqual([...outputs['bool_out'].data], [1, 0]);
  assert.deepEqual(outputs['bool_out'].shape, shape);
});

test('constants of every type and attributes of every kind arrive as they were written', async () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [2, 3]);
  // A float attribute that happens to be whole, a list of integers, an integer below zero, and a text.
  const sloped = graph.op('LeakyRelu', [x], { alpha: 2 });
  const turned = graph.op('Transpose', [sloped], { perm: [1n, 0n] });
  const soft = graph.op('Softmax', [turned], { axis: -1n });
  const padded = graph.op('Pad', [soft, graph.integers([0, 1, 0, 0])], { mode: 'edge' });
  graph.output(turned, 'turned', 'float32', [3, 2]);
  graph.output(padded, 'padded', 'float32', [3, 3]);
  const half = graph.constant({ type: 'float64', shape: [], data: Float64Array.of(0.5) });
  const yes = graph.constant({ type: 'bool', shape: [], data: Uint8Array.of(1) });
  const wide = graph.op('Cast', [x], { to: 11n });
  graph.output(graph.op('Where', [yes, half, wide]), 'chosen', 'float64', [2, 3]);
  const program = await backend.compile(graph.build());
  const {
    turned: t,
    padded: p,
    chosen,
  } = await program.run({
    x: float32(Float32Array.of(1, -1, 3, 4, 5, -6), [2, 3]),
  });
  assert.deepEqual([...t!.data], [1, 4, -2, 5, 3, -12]);
  const first = 1 / (1 + Math.exp(3));
  const row = [...p!.data].slice(0, 3).map(Number);
  for (const [i, expected] of [first, first, 1 - first].entries())
    assert.ok(Math.abs(row[i] - expected) < 1e-6, `${row}`);
  assert.deepEqual([...chosen!.data], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
});

test('an optional input that is left out is written as no name', async () => {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', [3]);
  const clipped = graph.op('Clip', [x, '' as typeof x, graph.scalar(1)]);
  graph.output(clipped, 'y', 'float32', [3]);
  const program = await backend.compile(graph.build());
  const { y } = await program.run({ x: float32(Float32Array.of(-5, 0.5, 9), [3]) });
  assert.deepEqual([...y!.data], [-5, 0.5, 1]);
});
