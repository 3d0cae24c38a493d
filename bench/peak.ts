import type { Task } from '../src/common/task';
import type { Backend } from '../src/engine/backends/backend';
import { type Graph, GraphBuilder } from '../src/engine/network/graph';
import { float32 } from '../src/engine/network/tensor';
import { breathe } from '../src/engine/scheduling/breathe';
import { Random } from '../src/engine/signal/random';

/** Side of the square matrices: large enough to reach the peak, small enough for every cache's second level. */
const SIDE = 512;
/** Products in one run, one after another, so that handing over data costs nothing beside them. */
const CHAIN = 16;
const flopsOfRun = CHAIN * 2 * SIDE ** 3;

/**
 * Arithmetic peak that matrix products reach on a backend, in FLOP/s: the best of several rounds with every
 * thread of it busy. What a network does is held against this rather than against a data sheet.
 */
export async function arithmeticPeak(backend: Backend, task: Task): Promise<number> {
  const program = await backend.compile(products());
  const inputs = () => ({ factor: float32(Float32Array.of(1), []) });
  const rounds = 8;
  let best = 0;
  try {
    await Promise.all(Array.from({ length: backend.concurrency }, () => program.run(inputs())));
    for (let round = 0; round < rounds; round++) {
      const runs = 2 * backend.concurrency;
      const started = performance.now();
      await Promise.all(Array.from({ length: runs }, () => program.run(inputs())));
      best = Math.max(best, (runs * flopsOfRun) / ((performance.now() - started) / 1000));
      task.report({ phase: 'measuring the arithmetic peak', done: round + 1, total: rounds, unit: 'rounds' });
      await breathe(task);
    }
  } finally {
    await program.dispose();
  }
  return best;
}

/** factor · A · A · A …, summed up. A keeps the size of what it multiplies, so nothing overflows or vanishes. */
function products(): Graph {
  const random = new Random(1);
  const values = Float32Array.from({ length: SIDE * SIDE }, () => random.normal() / Math.sqrt(SIDE));
  const graph = new GraphBuilder();
  const factor = graph.input('factor', 'float32', []);
  const matrix = graph.constant(float32(values, [SIDE, SIDE]));
  let product = graph.op('Mul', [matrix, factor]);
  for (let i = 0; i < CHAIN; i++) product = graph.op('MatMul', [product, matrix]);
  graph.output(
    graph.op('ReduceSum', [product, graph.integers([0, 1])], { keepdims: 0n }),
    'sum',
    'float32',
    [],
  );
  return graph.build();
}
