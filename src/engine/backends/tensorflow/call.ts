import type * as tfjs from '@tensorflow/tfjs-core';
import type { Operator } from '../../network/graph';

export type TensorFlow = typeof tfjs;

/**
 * A value during interpretation of a graph. Whole numbers (shapes, axes, indices) stay on the host: TensorFlow takes
 * them as arguments, not as tensors.
 */
export type Computed = tfjs.Tensor | Integers;

export interface Integers {
  integers: readonly number[];
}

export function isTensor(value: Computed): value is tfjs.Tensor {
  return !('integers' in value);
}

/** One operator call of a graph, in TensorFlow's terms. Omitted optional inputs are undefined. */
export interface Call {
  /** The operator. */
  kind: string;
  tf: TensorFlow;
  tensors: readonly tfjs.Tensor[];
  /** Input i as whole numbers. */
  integers(i: number): readonly number[];
  has(i: number): boolean;
  attributes: Operator['attributes'];
  outputs: number;
}

export type Compute = (call: Call) => Computed[];

export function attribute(call: Call, name: string, otherwise: number): number {
  const value = call.attributes[name];
  return value === undefined ? otherwise : Number(value as number | bigint);
}

export function attributeList(call: Call, name: string): number[] | undefined {
  return (call.attributes[name] as readonly bigint[] | undefined)?.map(Number);
}
