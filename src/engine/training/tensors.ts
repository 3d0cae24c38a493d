import type { Network } from '../network/layers';
import { type FloatTensor, float32, type Tensor } from '../network/tensor';
import type { LearningData } from './learning-data';

/** A copy as a vector: a backend may take away what it is given. */
export function vector(values: Float32Array): FloatTensor {
  return float32(values.slice(), [values.length]);
}

export function scalar(value: number): FloatTensor {
  return float32(Float32Array.of(value), []);
}

/** What the learning layers are given for some windows. */
export async function inputTensor(
  { inputLength, inputChannels }: Network,
  data: LearningData,
  windows: Int32Array,
): Promise<FloatTensor> {
  return float32(await data.inputs(windows), [windows.length, inputLength, inputChannels]);
}

/** The numbers of an output that is known to be there. */
export function numbers(outputs: Readonly<Record<string, Tensor>>, name: string): Float32Array {
  return outputs[name].data as Float32Array;
}
