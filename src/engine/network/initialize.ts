import type { Random } from '../signal/random';
import type { LstmWeights } from './layers';
import { type FloatTensor, float32, sizeOf } from './tensor';

/**
 * Evenly spread within ±√(6 / (fan in + fan out)), which keeps the size of signals through layers; what Keras
 * calls glorot_uniform. (Glorot & Bengio 2010, PMLR 9:249.)
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

/** An LSTM's weights as Keras starts them: forget gates open (bias 1), all other biases 0. */
export function lstmWeights(random: Random, channels: number, units: number): LstmWeights {
  const bias = filled([4 * units], 0);
  bias.data.fill(1, units, 2 * units);
  return {
    kernel: glorotUniform(random, [channels, 4 * units]),
    recurrentKernel: orthogonal(random, units, 4 * units),
    bias,
  };
}
