import type { Network } from './layers';
import { outputShapes } from './shapes';
import { sizeOf } from './tensor';

const VALUE_BYTES = 4;
/** Training keeps each layer's output, its gradient, and what an activation needs from its input. */
const TRAINING_COPIES = 3;

/** Memory for a network's values between layers, in bytes per window, without its weights. */
export interface WindowMemory {
  /** The widest layer: its input and its output exist at the same time. */
  prediction: number;
  training: number;
}

export function windowMemory(network: Network): WindowMemory {
  const outputs = outputShapes(network).map(sizeOf);
  const values = [network.inputLength * network.inputChannels, ...outputs];
  const pairs = outputs.map((size, i) => size + (values[i] ?? 0));
  return {
    prediction: VALUE_BYTES * Math.max(...pairs),
    training: VALUE_BYTES * TRAINING_COPIES * values.reduce((sum, size) => sum + size, 0),
  };
}

/** Maximum memory of the widest layer for the windows that are computed together. */
const BATCH_BYTES = 512_000_000;

/** Number of windows to compute together: `wanted`, or fewer if layers are wide. */
export function windowsAtOnce(network: Network, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(BATCH_BYTES / windowMemory(network).prediction)));
}
