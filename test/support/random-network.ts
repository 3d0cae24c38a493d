import type { Activation, Layer, Lstm, Network } from '../../src/engine/network/layers';
import { outputShapes } from '../../src/engine/network/shapes';
import { type FloatTensor, float32, sizeOf } from '../../src/engine/network/tensor';
import { Random } from '../../src/engine/signal/random';

/** Layers of small networks with random weights, sized from the layers before. */
export class NetworkSketch {
  readonly #random: Random;
  readonly #network: Network;

  constructor(seed: number, inputLength: number, inputChannels = 1) {
    this.#random = new Random(seed);
    this.#network = { name: `sketch ${seed}`, inputLength, inputChannels, layers: [] };
  }

  conv(
    filters: number,
    kernelSize: number,
    options: Partial<Pick<Extract<Layer, { kind: 'conv1d' }>, 'stride' | 'dilation' | 'padding'>> & {
      bias?: false;
    } = {},
  ): this {
    const { bias, ...how } = options;
    return this.#add({
      kind: 'conv1d',
      name: 'conv',
      filters,
      kernelSize,
      stride: 1,
      dilation: 1,
      padding: 'same',
      ...how,
      kernel: this.#weights([kernelSize, this.#width(), filters]),
      bias: bias === false ? undefined : this.#weights([filters]),
    });
  }

  normalization(options: { gamma?: false; beta?: false } = {}): this {
    const shape = [this.#width()];
    const positive = this.#weights(shape);
    for (const [i, value] of positive.data.entries()) positive.data[i] = 0.5 + Math.abs(value);
    return this.#add({
      kind: 'batchNormalization',
      name: 'bn',
      epsilon: 1e-3,
      momentum: 0.9,
      gamma: options.gamma === false ? undefined : this.#weights(shape),
      beta: options.beta === false ? undefined : this.#weights(shape),
      movingMean: this.#weights(shape),
      movingVariance: positive,
    });
  }

  activation(name: Activation['function'], alpha = 0): this {
    return this.#add({ kind: 'activation', name, function: name, alpha });
  }

  pool(name: 'average' | 'max', size: number, stride = size, padding: 'same' | 'valid' = 'valid'): this {
    return this.#add({ kind: 'pooling1d', name, function: name, size, stride, padding });
  }

  lstm(
    units: number,
    options: Partial<Pick<Lstm, 'returnSequences' | 'backwards' | 'dropout' | 'recurrentDropout'>> & {
      merge?: NonNullable<Lstm['bidirectional']>['merge'];
      bias?: false;
    } = {},
  ): this {
    const { merge, bias, ...how } = options;
    const channels = this.#width();
    const weights = () => ({
      kernel: this.#weights([channels, 4 * units]),
      recurrentKernel: this.#weights([units, 4 * units]),
      bias: bias === false ? undefined : this.#weights([4 * units]),
    });
    return this.#add({
      kind: 'lstm',
      name: 'lstm',
      units,
      returnSequences: false,
      backwards: false,
      dropout: 0,
      recurrentDropout: 0,
      ...how,
      weights: weights(),
      bidirectional: merge && { merge, backward: weights() },
    });
  }

  dense(units: number): this {
    return this.#add({
      kind: 'dense',
      name: 'dense',
      units,
      kernel: this.#weights([this.#width(), units]),
      bias: this.#weights([units]),
    });
  }

  dropout(rate: number, spatial = false): this {
    return this.#add({ kind: 'dropout', name: 'dropout', rate, spatial });
  }

  flatten(): this {
    return this.#add({ kind: 'flatten', name: 'flatten' });
  }

  /** Closed with the unit and the sigmoid that classifiers end in. */
  classifier(): Network {
    this.dense(1).activation('sigmoid');
    return this.#network;
  }

  #add(layer: Layer): this {
    this.#network.layers.push(layer);
    return this;
  }

  #width(): number {
    return outputShapes(this.#network).at(-1)?.at(-1) ?? this.#network.inputChannels;
  }

  #weights(shape: readonly number[]): FloatTensor {
    const scale = 1 / Math.sqrt(shape.length > 1 ? sizeOf(shape.slice(0, -1)) : 4);
    return float32(
      Float32Array.from({ length: sizeOf(shape) }, () => this.#random.normal(0, scale)),
      shape,
    );
  }
}

/** Small networks that between them have every kind of layer in every form that training knows. */
export function smallNetworks(): Record<string, Network> {
  return {
    'convolutions as in miniML': new NetworkSketch(1, 24)
      .conv(6, 5)
      .normalization()
      .activation('leakyRelu', 0.3)
      .pool('average', 3)
      .conv(4, 3)
      .normalization()
      .activation('leakyRelu', 0.3)
      .pool('average', 2)
      .lstm(3, { merge: 'sum', dropout: 0.2 })
      .dense(5)
      .activation('leakyRelu', 0.3)
      .dropout(0.2)
      .classifier(),
    'strides, dilation, paddings': new NetworkSketch(2, 25, 2)
      .conv(3, 4, { stride: 2, padding: 'same' })
      .activation('elu', 0.7)
      .conv(2, 3, { dilation: 2, padding: 'causal', bias: false })
      .normalization({ gamma: false })
      .activation('tanh')
      .conv(3, 2, { padding: 'valid', stride: 3 })
      .activation('hardSigmoid', 1 / 6)
      .conv(2, 1)
      .flatten()
      .dense(4)
      .normalization({ beta: false })
      .activation('softmax')
      .classifier(),
    'pools that overlap, leave over or pad': new NetworkSketch(3, 23)
      .conv(3, 3)
      .dropout(0.3, true)
      .pool('average', 3, 2, 'same')
      .normalization()
      .activation('relu')
      .conv(2, 3)
      .pool('max', 3, 2, 'same')
      .conv(3, 2)
      .pool('average', 2, 2)
      .pool('max', 2, 1)
      .flatten()
      .dense(3)
      .activation('sigmoid')
      .classifier(),
    'pools one behind the other': new NetworkSketch(4, 24)
      .conv(3, 3)
      .normalization()
      .activation('relu')
      .pool('average', 2)
      .pool('average', 3)
      .pool('max', 2)
      .flatten()
      .classifier(),
    'convolutions with strides in front of pools': new NetworkSketch(8, 24)
      .conv(6, 4, { stride: 2 })
      .normalization()
      .activation('relu')
      .pool('average', 3)
      .conv(3, 3, { dilation: 2 })
      .activation('leakyRelu', -0.2)
      .pool('average', 2)
      .conv(2, 2, { bias: false })
      .pool('average', 2)
      .flatten()
      .classifier(),
    'convolutions of many samples': new NetworkSketch(9, 120)
      .conv(2, 4)
      .normalization()
      .conv(3, 3, { padding: 'causal' })
      .activation('leakyRelu', 0.1)
      .pool('average', 2)
      .conv(2, 5, { stride: 3 })
      .flatten()
      .classifier(),
    'sequences of one direction': new NetworkSketch(5, 6, 2)
      .lstm(3, { returnSequences: true, backwards: true, recurrentDropout: 0.3 })
      .dense(4)
      .activation('tanh')
      .dropout(0.4)
      .lstm(2, { bias: false, dropout: 0.5 })
      .classifier(),
    'sequences of two directions': new NetworkSketch(6, 5, 2)
      .lstm(3, { merge: 'concat', returnSequences: true, dropout: 0.2, recurrentDropout: 0.2 })
      .lstm(2, { merge: 'ave', returnSequences: true })
      .lstm(2, { merge: 'mul', returnSequences: true })
      .lstm(2, { merge: 'mul' })
      .classifier(),
    'a single step': new NetworkSketch(7, 1, 3).lstm(2, { merge: 'sum', recurrentDropout: 0.2 }).classifier(),
  };
}
