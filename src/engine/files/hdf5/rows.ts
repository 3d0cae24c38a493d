import { takeFromBudget } from '../budget';
import type { Hdf5Dataset, Hdf5Group } from './hdf5';
import { isHalf, readStored, scaleStored } from './numbers';

/** Block size in the library's own memory. */
const BLOCK_BYTES = 8 * 1024 ** 2;

/**
 * Rows `from` ≤ i < `to` of a table of numbers, row-major, in blocks, so that the library's memory (2 GB at
 * most) does not limit what can be read.
 */
export function readRows(dataset: Hdf5Dataset, from: number, to: number): Float64Array {
  const width = dataset.shape![1];
  takeFromBudget(dataset.file_id, (to - from) * width * Float64Array.BYTES_PER_ELEMENT);
  const values = new Float64Array((to - from) * width);
  const rows = rowsInBlock(width);
  const half = isHalf(dataset);
  for (let row = from; row < to; row += rows) {
    const end = Math.min(row + rows, to);
    const stored = readStored(dataset, [
      [row, end],
      [0, width],
    ]);
    scaleStored(stored, half, 0, (end - row) * width, values, (row - from) * width, 1, 0);
  }
  return values;
}

/**
 * Writes a table of float64 from blocks of rows. Small tables are plain datasets; larger ones grow as they are written,
 * which HDF5 allows for chunked datasets only.
 */
export function writeRows(
  group: Hdf5Group,
  name: string,
  rows: number,
  width: number,
  block: (from: number, to: number) => Float64Array,
): void {
  const step = rowsInBlock(width);
  if (rows <= step || width === 0) {
    group.create_dataset({ name, data: block(0, rows), shape: [rows, width], dtype: '<d' });
    return;
  }
  const dataset = group.create_dataset({
    name,
    data: block(0, step),
    shape: [step, width],
    maxshape: [null, width],
    chunks: [Math.min(step, Math.max(1, Math.floor(1024 ** 2 / (8 * width)))), width],
    dtype: '<d',
  }) as Hdf5Dataset;
  dataset.resize([rows, width]);
  for (let from = step; from < rows; from += step) {
    const to = Math.min(from + step, rows);
    dataset.write_slice(
      [
        [from, to],
        [0, width],
      ],
      block(from, to),
    );
  }
}

function rowsInBlock(width: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / (8 * Math.max(width, 1))));
}
