import { UserError } from '../../common/errors';
import type { Activation, Layer, LstmWeights, Network } from '../network/layers';
import { outputShapes } from '../network/shapes';
import { type FloatTensor, float32, sizeOf } from '../network/tensor';
import { Random } from '../signal/random';

/** Convolutions of miniML: filters, width of the kernel, and the average pool after it (none after the last). */
const CONVOLUTIONS = [
  { filters: 32, kernelSize: 9, pool: 3 },
  { filters: 48, kernelSize: 7, pool: 2 },
  { filters: 64, kernelSize: 5, pool: 2 },
  { filters: 80, kernelSize: 3, pool: 1 },
] as const;
const LSTM_UNITS = 96;
const DENSE_UNITS = 128;
const SLOPE = 0.3;
/** Dropout rate of the LSTM's inputs and the dense units during training. */
const DROPOUT = 0.2;

/** Number of samples per step of the LSTM; a window must have at least one step. */
const SAMPLES_PER_STEP = CONVOLUTIONS.reduce((samples, { pool }) => samples * pool, 1);

/**
 * miniML's network (eLife 98485) for windows of `inputLength` samples, with Keras' initial weights.
 *
 * @throws UserError when a window is shorter than one step of the LSTM
 */
export function defaultNetwork(inputLength: number, seed: number): Network {
  if (inputLength < SAMPLES_PER_STEP)
    throw new UserError(
      `The windows have ${inputLength} samples, but a network needs ${SAMPLES_PER_STEP} or more. Extract longer ones, or set resample_to_600 to true.`,
    );
  const random = new Random(seed);
  const layers: Layer[] = [];
  let channels = 1;
  CONVOLUTIONS.forEach((convolution, i) => {
    layers.push(...convolutionLayers(random, convolution, channels, i === 0 ? '' : `_${i}`));
    channels = convolution.filters;
  });
  layers.push(...recurrentAndDenseLayers(random, channels));
  const network: Network = { name: 'miniml', inputLength, inputChannels: 1, layers };
  outputShapes(network);
  return network;
}

function convolutionLayers(
  random: Random,
  { filters, kernelSize, pool }: (typeof CONVOLUTIONS)[number],
  channels: number,
  suffix: string,
): Layer[] {
  return [
    {
      kind: 'conv1d',
      name: `conv1d${suffix}`,
      filters,
      kernelSize,
      stride: 1,
      dilation: 1,
      padding: 'same',
      kernel: glorotUniform(random, [kernelSize, channels, filters]),
      bias: filled([filters], 0),
    },
    {
      kind: 'batchNormalization',
      name: `batch_normalization${suffix}`,
      epsilon: 1e-3,
      momentum: 0.99,
      gamma: filled([filters], 1),
      beta: filled([filters], 0),
      movingMean: filled([filters], 0),
      movingVariance: filled([filters], 1),
    },
    leakyRelu(`leaky_re_lu${suffix}`),
    ...(pool > 1 ? [averagePool(`average_pooling1d${suffix}`, pool)] : []),
  ];
}

function averagePool(name: string, size: number): Layer {
  return { kind: 'pooling1d', name, function: 'average', size, stride: size, padding: 'valid' };
}

function recurrentAndDenseLayers(random: Random, channels: number): Layer[] {
  return [
    {
      kind: 'lstm',
      name: 'bidirectional',
      units: LSTM_UNITS,
      returnSequences: false,
      backwards: false,
      dropout: DROPOUT,
      recurrentDropout: 0,
      weights: lstmWeights(random, channels, LSTM_UNITS),
      bidirectional: { merge: 'sum', backward: lstmWeights(random, channels, LSTM_UNITS) },
    },
    {
      kind: 'dense',
      name: 'dense',
      units: DENSE_UNITS,
      kernel: glorotUniform(random, [LSTM_UNITS, DENSE_UNITS]),
      bias: filled([DENSE_UNITS], 0),
    },
    leakyRelu('dense/activation'),
    { kind: 'dropout', name: 'dropout', rate: DROPOUT, spatial: false },
    {
      kind: 'dense',
      name: 'dense_1',
      units: 1,
      kernel: glorotUniform(random, [DENSE_UNITS, 1]),
      bias: filled([1], 0),
    },
    { kind: 'activation', name: 'dense_1/activation', function: 'sigmoid', alpha: 0 },
  ];
}

function leakyRelu(name: string): Activation {
  return { kind: 'activation', name, function: 'leakyRelu', alpha: SLOPE };
}

/**
 * Glorot initialisation: uniform within ±√(6 / (fan in + fan out)), which preserves the variance of signals through
 * layers; Keras' glorot_uniform. (Glorot & Bengio 2010, PMLR 9:249.)
 *
 * @param shape [..., in, out]; axes before are a kernel's taps
 */
export function glorotUniform(random: Random, shape: readonly number[]): FloatTensor {
  const taps = sizeOf(shape.slice(0, -2));
  const limit = Math.sqrt(6 / (taps * (shape.at(-2)! + shape.at(-1)!)));
  return float32(
    Float32Array.from({ length: sizeOf(shape) }, () => random.uniform(-limit, limit)),
    shape,
  );
}

/**
 * A random matrix with orthonormal rows (rows ≤ columns), each such matrix as likely: normal numbers, made
 * orthogonal row by row (Gram–Schmidt, twice for the digits). (Saxe et al. 2013, arXiv 1312.6120.)
 */
export function orthogonal(random: Random, rows: number, columns: number): FloatTensor {
  const data = new Float64Array(rows * columns).map(() => random.normal());
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * columns, (r + 1) * columns);
    for (let pass = 0; pass < 2; pass++)
      for (let before = 0; before < r; before++) {
        const other = data.subarray(before * columns, (before + 1) * columns);
        const along = row.reduce((sum, value, i) => sum + value * other[i], 0);
        for (let i = 0; i < columns; i++) row[i] -= along * other[i];
      }
    const length = Math.hypot(...row);
    for (let i = 0; i < columns; i++) row[i] /= length;
  }
  return float32(Float32Array.from(data), [rows, columns]);
}

export function filled(shape: readonly number[], value: number): FloatTensor {
  return float32(new Float32Array(sizeOf(shape)).fill(value), shape);
}

/** Initial weights of an LSTM as in Keras: forget gates open (bias 1), all other biases 0. */
export function lstmWeights(random: Random, channels: number, units: number): LstmWeights {
  const bias = filled([4 * units], 0);
  bias.data.fill(1, units, 2 * units);
  return {
    kernel: glorotUniform(random, [channels, 4 * units]),
    recurrentKernel: orthogonal(random, units, 4 * units),
    bias,
  };
}
