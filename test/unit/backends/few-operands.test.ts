import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withFewOperands } from '../../../src/engine/backends/onnx/write-onnx';
import { gradientGraph } from '../../../src/engine/network/gradients/training-graph';
import { sizeOf } from '../../../src/engine/network/tensor';
import { flatWeights } from '../../../src/engine/network/weights';
import { Random } from '../../../src/engine/signal/random';
import { interpret, reference } from '../../support/interpreter';
import { smallNetworks } from '../../support/random-network';

describe('a graph with few operands computes the same', () => {
  for (const [name, network] of Object.entries(smallNetworks()))
    test(name, () => {
      const { graph } = gradientGraph(network);
      const few = withFewOperands(graph);
      for (const { op, inputs, outputs } of few.nodes)
        assert.ok(
          inputs.length <= 5 && outputs.length <= 4,
          `${op} of ${inputs.length} and ${outputs.length}`,
        );
      const random = new Random(1);
      const inputs = Object.fromEntries(
        graph.inputs.map(({ name: input, shape: sketch }) => {
          const shape = sketch.map((n) => (n === 'N' ? 3 : Number(n)));
          return [
            input,
            reference(
              shape,
              Float64Array.from({ length: sizeOf(shape) }, () => random.uniform()),
            ),
          ];
        }),
      );
      inputs['parameter'] = reference(inputs['parameter'].shape, flatWeights(network).parameter);
      assert.deepEqual(interpret(few, inputs), interpret(graph, inputs));
    });
});
