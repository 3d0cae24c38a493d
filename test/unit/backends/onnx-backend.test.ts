import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import type { Program } from '../../../src/engine/backends/backend';
import { OnnxBackend } from '../../../src/engine/backends/onnx/onnx-backend';
import { distFile } from '../../../src/engine/files/dist-file';
import { type Graph, GraphBuilder } from '../../../src/engine/network/graph';
import { float32, type Tensor } from '../../../src/engine/network/tensor';
import { temporaryFolder } from '../../support/folder';

const setup = { provider: 'cpu', threads: 1, workers: 2, description: 'CPU, 2 threads' } as const;

/** y = x + 1 */
function increment(): Graph {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['n']);
  graph.output(graph.op('Add', [x, graph.scalar(1)]), 'y', 'float32', ['n']);
  return graph.build();
}

/** Multiplies two matrices of n × n many times over. */
function slow(): Graph {
  const graph = new GraphBuilder();
  const x = graph.input('x', 'float32', ['n', 'n']);
  let y = x;
  for (let i = 0; i < 20; i++) y = graph.op('MatMul', [y, x]);
  graph.output(y, 'y', 'float32', ['n', 'n']);
  return graph.build();
}

const vector = (...values: number[]) => float32(Float32Array.from(values), [values.length]);
const valuesOf = (outputs: Record<string, Tensor>) => [...outputs['y'].data].map(Number);

describe('a pool of computing threads', () => {
  const backend = new OnnxBackend(setup);
  after(() => backend.dispose());

  test('answers each of many runs at once with its own result', async () => {
    const program = await backend.compile(increment());
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) => program.run({ x: vector(i, -i) })),
    );
    for (const [i, outputs] of results.entries()) assert.deepEqual(valuesOf(outputs), [i + 1, 1 - i]);
    await program.dispose();
    await assert.rejects(program.run({ x: vector(1) }), /disposed/);
  });

  test('large results come back whole', async () => {
    const program = await backend.compile(increment());
    const outputs = await program.run({ x: float32(new Float32Array(100_000).fill(2), [100_000]) });
    assert.equal(outputs['y'].data.length, 100_000);
    assert.ok(outputs['y'].data.every((value) => value === 3));
  });

  test('says why a graph cannot be computed, and goes on', async () => {
    const graph = new GraphBuilder();
    graph.output(graph.op('NoSuchOperator', [graph.input('x', 'float32', ['n'])]), 'y', 'float32', ['n']);
    await assert.rejects(
      backend.compile(graph.build()),
      (error) =>
        error instanceof UserError && /CPU, 2 threads cannot compute.*NoSuchOperator/s.test(error.message),
    );
    const program = await backend.compile(increment());
    assert.deepEqual(valuesOf(await program.run({ x: vector(1) })), [2]);
  });

  test('rejects a run that fails, with the reason, and goes on', async () => {
    const program = await backend.compile(increment());
    const wrong = float32(new Float32Array(4), [2, 2]);
    await assert.rejects(program.run({ x: wrong }), /rank/i);
    await assert.rejects(program.run({}), /missing/i);
    assert.deepEqual(valuesOf(await program.run({ x: vector(1) })), [2]);
  });
});

test('a thread that dies is replaced: its runs are rejected with the reason, others are computed', async () => {
  const script = path.join(temporaryFolder(), 'worker.js');
  writeFileSync(
    script,
    `require('node:worker_threads').parentPort.on('message', (request) => {
       if (request.inputs?.x.data[0] === 13) process.exit(7);
     });
     require(${JSON.stringify(distFile('onnx-worker.js'))});`,
  );
  const backend = new OnnxBackend({ ...setup, script });
  const program = await backend.compile(increment());
  const good = await program.run({ x: vector(1) });
  assert.deepEqual(valuesOf(good), [2]);
  for (let round = 0; round < 3; round++)
    await assert.rejects(program.run({ x: vector(13) }), /ended with code 7/);
  // Both workers have died by now; the new ones have the program.
  const results = await Promise.all([2, 3, 4, 5].map((n) => program.run({ x: vector(n) })));
  assert.deepEqual(results.map(valuesOf), [[3], [4], [5], [6]]);
  await backend.dispose();
});

test('disposing of a pool rejects what it still computes, and ends the threads', async () => {
  // Many times: a thread that is taken down during a run can end the process, if it is hit at the wrong moment.
  for (let round = 0; round < 10; round++) {
    const backend = new OnnxBackend(setup);
    const program: Program = await backend.compile(slow());
    const runs = Array.from({ length: 8 }, () =>
      program.run({ x: float32(new Float32Array(300 * 300), [300, 300]) }),
    );
    const outcomes = Promise.allSettled(runs);
    await backend.dispose();
    assert.ok((await outcomes).every(({ status }) => status === 'rejected'));
    await assert.rejects(backend.compile(increment()), /disposed/);
  }
});

test('threads that wait do not keep the process alive', () => {
  const script = `
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(${JSON.stringify(distFile('onnx-worker.js'))}, { workerData: { provider: 'cpu', threads: 1 } });
    worker.once('message', () => { worker.unref(); console.log('waiting'); });
    worker.postMessage({ id: 0, do: 'release', program: 0 });`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], {
    timeout: 20_000,
    encoding: 'utf8',
  });
  assert.equal(status, 0);
  assert.equal(stdout.trim(), 'waiting');
});
