import type { Ref } from '../graph';
import type { BatchNormalization, Conv1D, Layer, Network } from '../layers';
import { outputShape, type Shape } from '../shapes';
import { sizeOf } from '../tensor';
import { type WeightLayout, type WeightRole, type WeightSlot, weightLayout } from '../weights';
import { convolve } from './convolution';
import { convolveDataNormalized } from './data-convolution';
import type { MaskInput } from './dropout';
import { applyLayer, type LayerContext } from './layers';
import { type BatchMoments, normalizeByBatch } from './normalization';
import type { Tape, Value } from './tape';
import { slidingOf } from './windows';

/** A network's forward pass on a tape. */
export interface Forward {
  output: Value;
  layout: WeightLayout;
  /** The input that holds all parameters, and each parameter in the layout's order. */
  parameter: Ref;
  parameters: readonly Value[];
  masks: readonly MaskInput[];
  /** Batch moments of each batch normalisation, in order; none when evaluating. */
  moments: readonly BatchMoments[];
}

/**
 * The output of `layers`, the first of the network's; its inputs are x, parameter and, when evaluating, statistic.
 *
 * @param learning with dropout, and normalising by the batch's moments instead of the moving averages
 */
export function forward(tape: Tape, network: Network, layers: readonly Layer[], learning: boolean): Forward {
  const layout = weightLayout(network);
  const shape = [network.inputLength, network.inputChannels];
  const x = tape.graph.input('x', 'float32', ['N', ...shape]);
  const parameter = tape.graph.input('parameter', 'float32', [layout.sizes.parameter]);
  const weights = unpack(tape, layout, 'parameter', parameter, learning);
  if (!learning && layout.sizes.statistic > 0) {
    const statistic = tape.graph.input('statistic', 'float32', [layout.sizes.statistic]);
    for (const [slot, value] of unpack(tape, layout, 'statistic', statistic, false)) weights.set(slot, value);
  }
  const masks: MaskInput[] = [];
  const moments: BatchMoments[] = [];
  const contextOf = (layer: number): LayerContext => ({
    tape,
    learning,
    masks,
    weight: (name) => weights.get(layout.slots.find((s) => s.layer === layer && s.name === name)!)!,
    phases: phasesOf(layers.slice(layer), output.shape),
    saw: (seen) => moments.push(seen),
  });

  let output = tape.leaf(x, shape, false);
  for (let i = 0; i < layers.length; i++) {
    const [layer, next] = [layers[i], layers[i + 1]];
    if (learning && layer.kind === 'conv1d' && next?.kind === 'batchNormalization') {
      output = convolveAndNormalize(contextOf(i), contextOf(++i), layer, next, output);
    } else {
      output = applyLayer(contextOf(i), layer, output);
    }
  }
  const parameters = [...weights].filter(([{ role }]) => role === 'parameter').map(([, value]) => value);
  return { output, layout, parameter, parameters, masks, moments };
}

/**
 * Number of phases in which the first of `layers`, a convolution, computes its output: the size of the average pool
 * after it, if that divides the time into equal parts and the layers in between are element-wise.
 */
function phasesOf([convolution, ...behind]: readonly Layer[], shape: Shape): number {
  if (convolution?.kind !== 'conv1d') return 1;
  const next = behind.find(({ kind }) => kind !== 'batchNormalization' && kind !== 'activation');
  if (next?.kind !== 'pooling1d' || next.function !== 'average') return 1;
  const { input, output, size, stride } = slidingOf(next, outputShape(convolution, shape));
  return stride === size && output * size === input ? size : 1;
}

/**
 * A convolution and the batch normalisation after it, in training mode. The convolution's bias is subtracted again with
 * the mean: it is not added, its gradient is exactly zero, and it only shifts the reported mean.
 */
function convolveAndNormalize(
  { tape, phases, weight: ofConvolution }: LayerContext,
  { weight, saw }: LayerContext,
  convolution: Conv1D,
  normalization: BatchNormalization,
  x: Value,
): Value {
  const kernel = ofConvolution('kernel');
  const gamma = normalization.gamma && weight('gamma');
  const beta = normalization.beta && weight('beta');
  const how = slidingOf(convolution, x.shape, phases);
  const fewColumns = sizeOf(kernel.shape.slice(0, 2)) <= convolution.filters;
  const { y, moments } =
    !x.learns && fewColumns
      ? convolveDataNormalized(tape, x, kernel, gamma, beta, normalization.epsilon, how)
      : normalizeByBatch(tape, convolve(tape, x, kernel, how), gamma, beta, normalization.epsilon);
  const bias = convolution.bias && ofConvolution('bias').ref;
  saw(bias ? { ...moments, mean: tape.graph.op('Add', [moments.mean, bias]) } : moments);
  return y;
}

/** Splits a role's flat vector into its weights, in the layout's order. */
function unpack(
  tape: Tape,
  layout: WeightLayout,
  role: WeightRole,
  flat: Ref,
  learns: boolean,
): Map<WeightSlot, Value> {
  const { graph } = tape;
  const slots = layout.slots.filter((slot) => slot.role === role);
  const sizes = graph.integers(slots.map(({ shape }) => sizeOf(shape)));
  const parts = slots.length === 1 ? [flat] : graph.ops('Split', [flat, sizes], slots.length, { axis: 0n });
  return new Map(
    slots.map((slot, i) => {
      const { shape } = slot;
      const ref = shape.length === 1 ? parts[i] : graph.op('Reshape', [parts[i], graph.integers(shape)]);
      return [slot, tape.leaf(ref, shape, learns)];
    }),
  );
}
