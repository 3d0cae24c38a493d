import { GraphBuilder, type Ref } from '../graph';
import { type Gradient, plainGradient } from './gradient';

/**
 * A value on the tape, through which gradients can flow. In the graph its first axis is the batch (N windows, known
 * when the graph runs), followed by `shape`; a parameter has no batch axis, only `shape`.
 */
export interface Value {
  readonly ref: Ref;
  readonly shape: readonly number[];
  /** Whether it depends on a trained parameter: other gradients are never computed. */
  readonly learns: boolean;
}

/**
 * Maps the gradient of the loss by an operator's output to the gradients by its inputs, in their order; undefined for
 * an input that needs none, or that the output does not depend on.
 */
export type VectorJacobianProduct = (gradient: Gradient) => readonly (Gradient | undefined)[];

/**
 * Reverse-mode differentiation: each operator adds its forward nodes to the graph and records its backward function on
 * the tape; {@link Tape.gradients} walks the tape from its end. (Griewank & Walther, Evaluating Derivatives, 2008,
 * chapter 3.)
 */
export class Tape {
  readonly graph = new GraphBuilder();
  readonly #steps: { output: Value; inputs: readonly Value[]; back: VectorJacobianProduct }[] = [];

  /** A leaf: data (`learns` false) or a parameter. */
  leaf(ref: Ref, shape: readonly number[], learns: boolean): Value {
    return { ref, shape, learns };
  }

  /** Records the output of an operator on `inputs`. `back` is called at most once, after the forward pass is built. */
  record(ref: Ref, shape: readonly number[], inputs: readonly Value[], back: VectorJacobianProduct): Value {
    const output: Value = { ref, shape, learns: inputs.some((input) => input.learns) };
    if (output.learns) this.#steps.push({ output, inputs, back });
    return output;
  }

  /** Adds the backward pass to the graph: returns the gradient of `from` by each value, undefined if there is none. */
  gradients(from: Value, seed: Ref): (value: Value) => Ref | undefined {
    const gradients = new Map<Value, Gradient>([[from, { ref: seed, shape: from.shape }]]);
    for (const { output, inputs, back } of this.#steps.toReversed()) {
      const gradient = gradients.get(output);
      if (!gradient) continue;
      gradients.delete(output);
      back(gradient).forEach((contribution, i) => {
        const input = inputs[i];
        if (!contribution || !input.learns) return;
        const known = gradients.get(input);
        gradients.set(input, known ? this.#sum(known, contribution) : contribution);
      });
    }
    return (value) => {
      const gradient = gradients.get(value);
      return gradient && plainGradient(this.graph, gradient);
    };
  }

  #sum(a: Gradient, b: Gradient): Gradient {
    const { graph } = this;
    return { ref: graph.op('Add', [plainGradient(graph, a), plainGradient(graph, b)]), shape: a.shape };
  }
}
