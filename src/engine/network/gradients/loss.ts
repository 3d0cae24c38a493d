import type { Ref } from '../graph';
import type { Tape, Value } from './tape';

/**
 * Binary cross-entropy from logits z [N, 1] and labels y [N, 1] (0 or 1): share · Σ (log(1 + eᶻ) − y z). Computed from
 * logits, because a sigmoid near 0 or 1 has lost the digits that its logarithm needs.
 *
 * @param share weight of one window: 1 / windows of the batch
 */
export function crossEntropy(tape: Tape, logits: Value, labels: Ref, share: Ref): Value {
  const { graph } = tape;
  const each = graph.op('Sub', [graph.op('Softplus', [logits.ref]), graph.op('Mul', [labels, logits.ref])]);
  const sum = graph.op('ReduceSum', [each], { keepdims: 0n });
  return tape.record(graph.op('Mul', [sum, share]), [], [logits], ({ ref }) => {
    const error = graph.op('Sub', [graph.op('Sigmoid', [logits.ref]), labels]);
    return [{ ref: graph.op('Mul', [graph.op('Mul', [error, share]), ref]), shape: logits.shape }];
  });
}
