import type { FloatTensor } from './tensor';

/**
 * A sequential network, independent of its file format. Activations inside a layer of the file (Dense with
 * activation="relu") are separate layers here, so each layer does one thing.
 */
export interface Network {
  /** The model's name in its file. */
  name: string;
  /** Samples in one window. */
  inputLength: number;
  /** 1 for a trace. */
  inputChannels: number;
  layers: Layer[];
}

/** Shapes are Keras': sequences are [time, channels], kernels as noted. */
export type Layer = Conv1D | BatchNormalization | Activation | Pooling1D | Lstm | Dense | Dropout | Flatten;

interface Named {
  /** As in the file; written back unchanged. */
  name: string;
}

export interface Conv1D extends Named {
  kind: 'conv1d';
  filters: number;
  kernelSize: number;
  stride: number;
  dilation: number;
  padding: 'same' | 'valid' | 'causal';
  /** [kernelSize, channels in, filters] */
  kernel: FloatTensor;
  /** [filters] */
  bias?: FloatTensor;
}

export interface BatchNormalization extends Named {
  kind: 'batchNormalization';
  epsilon: number;
  momentum: number;
  /** Each [channels]; gamma and beta are absent if the file has scale or center switched off. */
  gamma?: FloatTensor;
  beta?: FloatTensor;
  movingMean: FloatTensor;
  movingVariance: FloatTensor;
}

export interface Activation extends Named {
  kind: 'activation';
  /**
   * `alpha` is the slope below zero of leakyRelu, the scale of elu, the slope of hardSigmoid (0.2 in Keras 2, 1/6 in
   * Keras 3). An activation inside the previous layer in its file is named "layer/activation".
   */
  function: 'leakyRelu' | 'relu' | 'elu' | 'sigmoid' | 'hardSigmoid' | 'tanh' | 'softmax' | 'linear';
  alpha: number;
}

export interface Pooling1D extends Named {
  kind: 'pooling1d';
  function: 'average' | 'max';
  size: number;
  stride: number;
  padding: 'same' | 'valid';
}

export interface Lstm extends Named {
  kind: 'lstm';
  units: number;
  returnSequences: boolean;
  /** Processes steps from the last to the first; returned sequences are in that order. */
  backwards: boolean;
  /**
   * Set for a bidirectional layer: its second direction, and how outputs are merged. Returned sequences are in the
   * order of time, and `backwards` is false.
   */
  bidirectional?: { merge: 'sum' | 'concat' | 'mul' | 'ave'; backward: LstmWeights };
  weights: LstmWeights;
  dropout: number;
  recurrentDropout: number;
}

/** Gates in Keras' order: input, forget, cell, output. */
export interface LstmWeights {
  /** [channels in, 4 × units] */
  kernel: FloatTensor;
  /** [units, 4 × units] */
  recurrentKernel: FloatTensor;
  /** [4 × units] */
  bias?: FloatTensor;
}

export interface Dense extends Named {
  kind: 'dense';
  units: number;
  /** [features in, units] */
  kernel: FloatTensor;
  /** [units] */
  bias?: FloatTensor;
}

export interface Dropout extends Named {
  kind: 'dropout';
  rate: number;
  /** Drops whole channels instead of single values. */
  spatial: boolean;
}

export interface Flatten extends Named {
  kind: 'flatten';
}
