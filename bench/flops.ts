import type { Layer, Network } from '../src/engine/network/layers';
import { outputShapes, type Shape } from '../src/engine/network/shapes';

/**
 * Floating-point operations per window, a multiply-add counted as two. Only matrix products of convolutions, recurrent
 * and dense layers are counted; the rest is under one per cent.
 */
export function flopsOfWindow(network: Network): number {
  const outputs = outputShapes(network);
  return network.layers.reduce((sum, layer, i) => {
    const input = i === 0 ? [network.inputLength, network.inputChannels] : outputs[i - 1];
    return sum + flopsOf(layer, input, outputs[i]);
  }, 0);
}

function flopsOf(layer: Layer, input: Shape, output: Shape): number {
  const features = input.at(-1)!;
  switch (layer.kind) {
    case 'conv1d':
      return 2 * output[0] * layer.kernelSize * features * layer.filters;
    case 'lstm': {
      const directions = layer.bidirectional ? 2 : 1;
      return 2 * directions * input[0] * (features + layer.units) * 4 * layer.units;
    }
    case 'dense':
      return 2 * features * output.reduce((product, n) => product * n, 1);
    default:
      return 0;
  }
}
