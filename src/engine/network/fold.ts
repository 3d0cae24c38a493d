import type { BatchNormalization, Conv1D, Dense, Layer } from './layers';
import { float32 } from './tensor';

/**
 * The layers that prediction needs: dropout is gone, and a batch normalisation right after a convolution or a
 * dense layer is folded into that layer's weights (in float64), which gives the same numbers for less work.
 */
export function foldForPrediction(layers: readonly Layer[]): Layer[] {
  const folded: Layer[] = [];
  for (const layer of layers) {
    const before = folded.at(-1);
    if (layer.kind === 'dropout') continue;
    if (layer.kind === 'batchNormalization' && (before?.kind === 'conv1d' || before?.kind === 'dense'))
      folded[folded.length - 1] = normalised(before, layer);
    else folded.push(layer);
  }
  return folded;
}

/** Batch normalisation with its moving statistics, as y = scale · x + shift per channel. */
export function scaleAndShift(layer: BatchNormalization): { scale: Float64Array; shift: Float64Array } {
  const { gamma, beta, movingMean, movingVariance, epsilon } = layer;
  const scale = Float64Array.from(
    movingVariance.data,
    (variance, c) => (gamma ? gamma.data[c] : 1) / Math.sqrt(variance + epsilon),
  );
  const shift = Float64Array.from(movingMean.data, (mean, c) => (beta ? beta.data[c] : 0) - mean * scale[c]);
  return { scale, shift };
}

/** The layer with the normalisation of its output in its weights; the output channel is the kernel's last axis. */
function normalised<L extends Conv1D | Dense>(layer: L, normalisation: BatchNormalization): L {
  const { scale, shift } = scaleAndShift(normalisation);
  const channels = scale.length;
  const kernel = layer.kernel.data.map((weight, i) => weight * scale[i % channels]);
  const bias = Float32Array.from(shift, (s, c) => (layer.bias ? layer.bias.data[c] * scale[c] : 0) + s);
  return { ...layer, kernel: float32(kernel, layer.kernel.shape), bias: float32(bias, [channels]) };
}
