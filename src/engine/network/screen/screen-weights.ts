import { type FloatTensor, float32, sizeOf } from '../tensor';

/** Samples of a window, and of a block: the screening network has one output per block, for the window that starts there. */
export const SCREEN_WINDOW = 600;
export const SCREEN_BLOCK = 20;
export const SCREEN_BLOCKS = SCREEN_WINDOW / SCREEN_BLOCK;

/** Samples that the trunk sees before the first and after the last block. */
export const SAMPLES_BEFORE = 36;
export const SAMPLES_AFTER = 32;

/** Samples between the outputs of the first convolution. */
export const FIRST_STRIDE = 4;

/** Slope of all leaky rectifiers below zero. */
export const SLOPE = 0.1;

/** Channels of the trunk, and of the picture of each block (mean, minimum, maximum). */
export const TRUNK_CHANNELS = 32;
export const PICTURE_CHANNELS = 3;

const HEAD = 48;
const LAST = 24;

/**
 * Weights in the order of the flat vector. Kernels are [size, channels, filters]. The trunk has no biases, and the
 * kernels of its first layer have mean 0, so that its output scales with the trace and does not depend on its level.
 */
export const SCREEN_SHAPES = {
  first: [16, 1, 16],
  second: [5, 16, 24],
  third: [SCREEN_BLOCK / FIRST_STRIDE, 24, TRUNK_CHANNELS],
  fourth: [3, TRUNK_CHANNELS, TRUNK_CHANNELS],
  head: [SCREEN_BLOCKS, TRUNK_CHANNELS + PICTURE_CHANNELS, HEAD],
  headBias: [HEAD],
  hidden: [1, HEAD, LAST],
  hiddenBias: [LAST],
  output: [1, LAST, 1],
  outputBias: [1],
} as const satisfies Record<string, readonly number[]>;

export type ScreenWeightName = keyof typeof SCREEN_SHAPES;

export const SCREEN_WEIGHTS = Object.keys(SCREEN_SHAPES) as ScreenWeightName[];

export type ScreenWeights = Record<ScreenWeightName, FloatTensor>;

/** Length of the flat vector. */
export const SCREEN_PARAMETERS = SCREEN_WEIGHTS.reduce((sum, name) => sum + sizeOf(SCREEN_SHAPES[name]), 0);

/** Views into a flat vector. */
export function screenWeights(flat: Float32Array): ScreenWeights {
  let at = 0;
  const weights = SCREEN_WEIGHTS.map((name) => {
    const shape = SCREEN_SHAPES[name];
    const from = at;
    at += sizeOf(shape);
    return [name, float32(flat.subarray(from, at), shape)];
  });
  return Object.fromEntries(weights) as ScreenWeights;
}
