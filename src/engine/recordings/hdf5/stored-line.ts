import { isHalf, readMember, readStored, type Stored, scaleStored } from '../../files/hdf5/numbers';
import type { SampleSource } from './series';

/** Reads stored numbers `from` ≤ i < `to` along the axis of a source; fewer if the axis ends before. */
export function storedLine({ dataset, axis, place, member }: SampleSource, from: number, to: number): Stored {
  const shape = dataset.metadata.shape!;
  const ranges = shape.map((length, i): [number, number] =>
    i === axis ? [from, Math.min(to, length)] : [place[i], place[i] + 1],
  );
  return member ? readMember(dataset, ranges, member) : readStored(dataset, ranges);
}

/** Reads a few scaled values. */
export function valuesOf(source: SampleSource, from: number, to: number): Float64Array {
  const stored = storedLine(source, from, to);
  const values = new Float64Array(stored.length);
  scaleStored(stored, isHalf(source.dataset), 0, values.length, values, 0, source.scale, source.shift);
  return values;
}
