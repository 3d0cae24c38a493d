import type { Task } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

/** Number of levels; each has a quarter of the buckets of the one below. */
const LEVELS = 7;
const FAN = 4;
const SMALLEST_BUCKET = 64;
/**
 * Maximum number of buckets of the lowest level: 32 MB, and a third of it for the others. Longer traces have larger
 * buckets.
 */
const MOST_BUCKETS = 4 * 1024 * 1024;

/** Minimum and maximum of a segment; +∞ and −∞ if it has no numbers. */
export interface Extremes {
  minimum: number;
  maximum: number;
}

/**
 * Min/max pyramid of a trace, with buckets of 64 samples, of 256, and so on: the extremes of a segment of any length
 * take a few dozen steps, and a picture of an hour takes as long as one of a second.
 *
 * It is empty at first and grows from the left while {@link Pyramid.build} runs. An hour at 50 kHz takes 30 MB. Values
 * have single precision, enough for pictures; NaN (a gap in the recording) is ignored.
 */
export class Pyramid {
  /** Bucket size of the lowest level in samples; segments must start and end at multiples of it. */
  readonly bucket: number;
  /** Per level: minimum and maximum alternating. */
  readonly #levels: readonly Float32Array[];
  #samplesBuilt = 0;

  constructor(readonly trace: Trace) {
    let bucket = SMALLEST_BUCKET;
    while (trace.samples / bucket > MOST_BUCKETS) bucket *= 2;
    this.bucket = bucket;
    this.#levels = Array.from(
      { length: LEVELS },
      (_, level) => new Float32Array(2 * Math.ceil(trace.samples / (bucket * FAN ** level))),
    );
  }

  /** Number of samples covered so far, from the start. */
  get built(): number {
    return this.#samplesBuilt;
  }

  /**
   * Reads the trace to its end, block by block, and yields to other work in between. After a cancellation it can be
   * called again to continue.
   *
   * @throws CancelledError
   * @throws UserError when the recording cannot be read
   */
  async build(task: Task): Promise<void> {
    const { samples } = this.trace;
    const block = this.bucket * FAN ** (LEVELS - 1);
    while (this.#samplesBuilt < samples) {
      const from = this.#samplesBuilt;
      const to = Math.min(from + block, samples);
      this.#fill(from, this.trace.read(from, to));
      this.#samplesBuilt = to;
      task.report({ phase: 'building the overview', done: to, total: samples, unit: 'samples' });
      await breathe(task);
    }
  }

  /**
   * Extremes of samples `from` ≤ i < `to`, both multiples of {@link bucket} (or the trace's end) and built.
   */
  extremes(from: number, to: number): Extremes {
    let minimum = Number.POSITIVE_INFINITY;
    let maximum = Number.NEGATIVE_INFINITY;
    const end = Math.ceil(to / this.bucket);
    // Ascends while the next larger bucket starts here and lies inside, descends otherwise.
    for (let i = Math.floor(from / this.bucket), level = 0, width = 1; i < end; i += width) {
      while (level + 1 < LEVELS && i % (width * FAN) === 0 && i + width * FAN <= end) {
        level += 1;
        width *= FAN;
      }
      while (i + width > end) {
        level -= 1;
        width /= FAN;
      }
      const values = this.#levels[level];
      const at = (2 * i) / width;
      if (values[at] < minimum) minimum = values[at];
      if (values[at + 1] > maximum) maximum = values[at + 1];
    }
    return { minimum, maximum };
  }

  /** Adds a block that starts at a bucket of the highest level; only the last one of a trace may be shorter. */
  #fill(from: number, samples: Float64Array): void {
    const lowest = this.#levels[0];
    let first = from / this.bucket;
    let count = Math.ceil(samples.length / this.bucket);
    for (let i = 0; i < count; i++) {
      const { minimum, maximum } = extremesOf(samples, i * this.bucket, (i + 1) * this.bucket);
      lowest[2 * (first + i)] = minimum;
      lowest[2 * (first + i) + 1] = maximum;
    }
    for (let level = 1; level < LEVELS; level++) {
      const end = first + count;
      first /= FAN;
      count = Math.ceil(count / FAN);
      for (let i = first; i < first + count; i++) this.#merge(level, i, Math.min(FAN * (i + 1), end));
    }
  }

  /** Merges a bucket from those below it, which end before `end`. */
  #merge(level: number, bucket: number, end: number): void {
    const below = this.#levels[level - 1];
    let minimum = Number.POSITIVE_INFINITY;
    let maximum = Number.NEGATIVE_INFINITY;
    for (let i = FAN * bucket; i < end; i++) {
      if (below[2 * i] < minimum) minimum = below[2 * i];
      if (below[2 * i + 1] > maximum) maximum = below[2 * i + 1];
    }
    this.#levels[level][2 * bucket] = minimum;
    this.#levels[level][2 * bucket + 1] = maximum;
  }
}

/** Extremes of values `from` ≤ i < `to`; `to` is clipped to the length. */
export function extremesOf(values: Float64Array, from: number, to: number): Extremes {
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  const end = Math.min(to, values.length);
  for (let i = from; i < end; i++) {
    const value = values[i];
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  return { minimum, maximum };
}
