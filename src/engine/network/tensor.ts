export type ElementType = 'float32' | 'float64' | 'int64' | 'bool';

/** Numbers with a shape, row-major; `data.length` is the product of `shape`. A scalar has shape []. */
export type Tensor =
  | { type: 'float32'; shape: readonly number[]; data: Float32Array }
  | { type: 'float64'; shape: readonly number[]; data: Float64Array }
  | { type: 'int64'; shape: readonly number[]; data: BigInt64Array }
  | { type: 'bool'; shape: readonly number[]; data: Uint8Array };

export type FloatTensor = Extract<Tensor, { type: 'float32' }>;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** @throws RangeError when data and shape disagree */
export function float32(data: Float32Array, shape: readonly number[]): FloatTensor {
  if (data.length !== sizeOf(shape)) throw new RangeError(`${data.length} numbers for shape [${shape}]`);
  return { type: 'float32', shape, data };
}
