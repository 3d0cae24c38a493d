import type { GraphBuilder, Ref } from '../graph';

/** Adam's constants in the training of the published models. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Parameters and the optimiser's state, flat vectors of one length. */
export interface AdamState<V> {
  parameters: V;
  /** Moving mean of the gradient. */
  m: V;
  /** Moving mean of its square. */
  v: V;
  /** The maximum of v so far (AMSGrad). */
  vMax: V;
}

/**
 * One step of Adam with AMSGrad, as in Keras: the bias correction is part of the step size, and v is compared without
 * it. (Kingma & Ba 2015, arXiv 1412.6980; Reddi et al. 2018, arXiv 1904.09237.)
 *
 * @param stepSize {@link adamStepSize}
 */
export function adamStep(
  graph: GraphBuilder,
  { parameters, m, v, vMax }: AdamState<Ref>,
  gradient: Ref,
  stepSize: Ref,
): AdamState<Ref> {
  const toward = (mean: Ref, value: Ref, share: number): Ref =>
    graph.op('Add', [mean, graph.op('Mul', [graph.op('Sub', [value, mean]), graph.scalar(share)])]);
  const nextM = toward(m, gradient, 1 - ADAM.beta1);
  const nextV = toward(v, graph.op('Mul', [gradient, gradient]), 1 - ADAM.beta2);
  const nextMax = graph.op('Max', [vMax, nextV]);
  const scale = graph.op('Add', [graph.op('Sqrt', [nextMax]), graph.scalar(ADAM.epsilon)]);
  const move = graph.op('Div', [graph.op('Mul', [nextM, stepSize]), scale]);
  return { parameters: graph.op('Sub', [parameters, move]), m: nextM, v: nextV, vMax: nextMax };
}

/** Step size of step `t`, counted from 1: the learning rate with bias correction. */
export function adamStepSize(learningRate: number, t: number): number {
  return (learningRate * Math.sqrt(1 - ADAM.beta2 ** t)) / (1 - ADAM.beta1 ** t);
}

/** {@link adamStep} on arrays, in place. Each number is read and written once, since memory traffic takes the time. */
export function adamStepInPlace(
  { parameters, m, v, vMax }: AdamState<Float32Array>,
  gradient: Float32Array,
  stepSize: number,
): void {
  const { length } = parameters;
  for (let i = 0; i < length; i++) {
    const g = gradient[i];
    const mean = m[i];
    const square = v[i];
    const nextMean = mean + (g - mean) * (1 - ADAM.beta1);
    const nextSquare = square + (g * g - square) * (1 - ADAM.beta2);
    const most = Math.max(vMax[i], nextSquare);
    m[i] = nextMean;
    v[i] = nextSquare;
    vMax[i] = most;
    parameters[i] -= (nextMean * stepSize) / (Math.sqrt(most) + ADAM.epsilon);
  }
}
