import { dealtWith } from '../../files/hdf5/library';
import { isHalf, readMember, readStored, type Stored, scaleStored } from '../../files/hdf5/numbers';
import { rateOf } from '../rate';
import type { SampleSource } from './series';

/** Evenly rising numbers: times or sample numbers. */
export interface Even {
  first: number;
  interval: number;
}

const PROBES = 24;
const HEAD = 8;
const LEAST = 4;

/**
 * Whether a line of numbers rises evenly, undefined if not. The first few are checked, which excludes nearly all
 * measured signals, then places all over the line: a pause shifts all later numbers.
 */
export function evenlyRising(source: SampleSource, samples: number): Even | undefined {
  const { chunks, size } = source.dataset.metadata;
  const chunkBytes = chunks?.reduce((product, n) => product * n, size) ?? 0;
  if (samples < LEAST || chunkBytes > LARGEST_PROBED) return undefined;
  try {
    return probed(source, samples);
  } catch (thrown) {
    // Unreadable data are reported when they are requested by name.
    dealtWith(thrown);
    return undefined;
  }
}

/** HDF5 decompresses a whole chunk for a single number. */
const LARGEST_PROBED = 16 * 1024 ** 2;

function probed(source: SampleSource, samples: number): Even | undefined {
  const head = valuesOf(source, 0, Math.min(HEAD, samples));
  const rough = head[1] - head[0];
  if (!(rough > 0)) return undefined;
  // The steps of times in single precision differ in the last digits.
  const slack = Math.max(Math.abs(head[0]), Math.abs(head.at(-1)!)) * 2 ** -22 + rough * 0.01;
  for (let i = 1; i < head.length; i++) if (Math.abs(head[i] - head[i - 1] - rough) > slack) return undefined;
  const last = valuesOf(source, samples - 1, samples)[0];
  const interval = (last - head[0]) / (samples - 1);
  if (!(interval > 0) || Math.abs(interval - rough) > slack) return undefined;
  const coarse = Math.abs(last) * 2 ** -22;
  for (let k = 1; k < PROBES; k++) {
    const i = Math.round(((samples - 1) * k) / PROBES);
    const expected = head[0] + i * interval;
    if (Math.abs(valuesOf(source, i, i + 1)[0] - expected) > interval * 0.5 + coarse) return undefined;
  }
  return { first: head[0], interval };
}

/** Whether evenly rising numbers count samples instead of being times. */
export function countsSamples({ first, interval }: Even): boolean {
  return interval === 1 && (first === 0 || first === 1);
}

/** The sampling rate from times, to nine digits, since sums of intervals are not exact. */
export function rateOfTimes({ interval }: Even, seconds: number): number | undefined {
  const rate = rateOf(interval * seconds, 1e-7);
  return rate === undefined ? undefined : Number(rate.toPrecision(9));
}

/** HDF5 reads smaller pieces together with those after them, which may be missing in a file that was cut short. */
const ALONE_BYTES = 64 * 1024;

/** Reads stored numbers `from` ≤ i < `to` along the axis of a source; fewer if the axis ends before. */
export function storedLine(
  { dataset, axis, place, member, end }: SampleSource,
  from: number,
  to: number,
): Stored {
  const shape = dataset.metadata.shape!;
  const last = Math.min(to, end ?? shape[axis]);
  const alone = Math.ceil(ALONE_BYTES / dataset.metadata.size);
  const first = end === undefined ? from : Math.max(0, Math.min(from, last - alone));
  const ranges = shape.map((_, i): [number, number] =>
    i === axis ? [first, last] : [place[i], place[i] + 1],
  );
  const stored = member ? readMember(dataset, ranges, member) : readStored(dataset, ranges);
  return stored.subarray(from - first);
}

/** Reads a few scaled values. */
export function valuesOf(source: SampleSource, from: number, to: number): Float64Array {
  const stored = storedLine(source, from, to);
  const values = new Float64Array(stored.length);
  scaleStored(stored, isHalf(source.dataset), 0, values.length, values, 0, source.scale, source.shift);
  return values;
}
