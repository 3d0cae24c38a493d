import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gradientGraph, type LearningGraph } from '../../../src/engine/network/gradients/training-graph';
import type { Graph } from '../../../src/engine/network/graph';
import { sizeOf } from '../../../src/engine/network/tensor';
import { flatWeights } from '../../../src/engine/network/weights';
import { Random } from '../../../src/engine/signal/random';
import { interpret, type Reference, reference } from '../../support/interpreter';
import { smallNetworks } from '../../support/random-network';

const WINDOWS = 4;

describe('gradients agree with finite differences, tensor by tensor', () => {
  for (const [name, network] of Object.entries(smallNetworks()))
    test(name, () => {
      const learning = gradientGraph(network);
      const random = new Random(99);
      const inputs = batchFor(learning, random, [network.inputLength, network.inputChannels]);
      inputs['parameter'] = reference([learning.layout.sizes.parameter], flatWeights(network).parameter);
      const { gradient } = interpret(learning.graph, inputs);
      const loss = lossAlone(learning.graph);

      for (const slot of learning.layout.slots.filter((s) => s.role === 'parameter')) {
        const size = sizeOf(slot.shape);
        const direction = Float64Array.from({ length: size }, () => random.normal());
        const along = (step: number): number => {
          const data = inputs['parameter'].data.slice();
          for (let i = 0; i < size; i++) data[slot.offset + i] += step * direction[i];
          return interpret(loss, { ...inputs, parameter: reference([data.length], data) })['loss'].data[0];
        };
        // Few enough digits are lost at 1e-5 for the third derivative not to matter.
        const expected = (along(1e-5) - along(-1e-5)) / 2e-5;
        const found = direction.reduce((dot, d, i) => dot + d * gradient!.data[slot.offset + i], 0);
        const norm = Math.hypot(...gradient!.data.subarray(slot.offset, slot.offset + size));
        assert.ok(
          Math.abs(found - expected) < 1e-8 + 1e-6 * norm,
          `layer ${slot.layer} ${slot.name}: ${found} where differences give ${expected}`,
        );
      }
    });
});

function batchFor(
  { masks }: LearningGraph,
  random: Random,
  shape: readonly number[],
): Record<string, Reference> {
  const filled = (of: readonly number[], value: () => number): Reference =>
    reference(of, Float64Array.from({ length: sizeOf(of) }, value));
  return {
    x: filled([WINDOWS, ...shape], () => random.normal()),
    y: filled([WINDOWS, 1], () => random.integer(2)),
    share: reference([], [1 / WINDOWS]),
    ...Object.fromEntries(
      masks.map((mask) => [
        mask.name,
        filled(
          mask.shape.map((n) => (n === 'N' ? WINDOWS : n)),
          () => (random.uniform() < mask.rate ? 0 : 1 / (1 - mask.rate)),
        ),
      ]),
    ),
  };
}

/** The part of the graph that the loss needs. */
function lossAlone(graph: Graph): Graph {
  const needed = new Set(['loss']);
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((output) => needed.has(output))) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  return { ...graph, nodes: nodes.reverse(), outputs: graph.outputs.filter((o) => o.name === 'loss') };
}
