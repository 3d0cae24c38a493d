import type { Layer } from './layers';

/** Name of a layer in Keras' terms. */
export function kindOfLayer(layer: Layer): string {
  switch (layer.kind) {
    case 'conv1d':
      return 'Conv1D';
    case 'batchNormalization':
      return 'BatchNormalization';
    case 'activation':
      return 'Activation';
    case 'pooling1d':
      return layer.function === 'average' ? 'AveragePooling1D' : 'MaxPooling1D';
    case 'lstm':
      return layer.bidirectional ? 'Bidirectional LSTM' : 'LSTM';
    case 'dense':
      return 'Dense';
    case 'dropout':
      return 'Dropout';
    case 'flatten':
      return 'Flatten';
  }
}

/** Characteristics of a layer in a few words: "32 filters of 9 samples". */
export function detailOfLayer(layer: Layer): string {
  switch (layer.kind) {
    case 'conv1d':
      return listed(
        `${layer.filters} filters of ${layer.kernelSize} samples`,
        layer.padding,
        layer.stride > 1 && `stride ${layer.stride}`,
        layer.dilation > 1 && `dilation ${layer.dilation}`,
        !layer.bias && 'no bias',
      );
    case 'batchNormalization':
      return `epsilon ${layer.epsilon}, momentum ${layer.momentum}`;
    case 'activation': {
      const sloped = layer.function === 'leakyRelu' || layer.function === 'elu';
      return sloped ? `${layer.function}, alpha ${Number(layer.alpha.toPrecision(6))}` : layer.function;
    }
    case 'pooling1d':
      return listed(
        `over ${layer.size} samples`,
        layer.stride !== layer.size && `stride ${layer.stride}`,
        layer.padding === 'same' && 'same',
      );
    case 'lstm':
      return listed(
        `${layer.units} units`,
        layer.bidirectional && `directions merged by ${layer.bidirectional.merge}`,
        layer.backwards && 'backwards',
        layer.returnSequences && 'all steps',
      );
    case 'dense':
      return listed(`${layer.units} units`, !layer.bias && 'no bias');
    case 'dropout':
      return `rate ${layer.rate}`;
    case 'flatten':
      return '';
  }
}

function listed(...parts: (string | false | undefined)[]): string {
  return parts.filter((part) => part).join(', ');
}
