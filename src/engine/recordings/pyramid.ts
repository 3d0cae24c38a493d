import type { Task } from '../../common/task';
import type { SampleRange } from '../../common/traces/sample-ranges';
import { breathe } from '../scheduling/breathe';
import type { Trace } from '../signal/trace';

/** Number of levels; each has a quarter of the buckets of the one below. */
const LEVELS = 7;
const FAN = 4;
/** Buckets of the lowest level under one of the highest. */
const BLOCK_BUCKETS = FAN ** (LEVELS - 1);
const SMALLEST_BUCKET = 64;
/**
 * Maximum number of buckets of the lowest level: 32 MB, and a third of it for the others. Longer traces have larger
 * buckets.
 */
const MOST_BUCKETS = 4 * 1024 * 1024;
/** Samples read at once: a few megabytes at most. */
const READ_AT_ONCE = 256 * 1024;

/** Minimum and maximum of a segment; +∞ and −∞ if it has no numbers. */
export interface Extremes {
  minimum: number;
  maximum: number;
}

/**
 * Min/max pyramid of a trace, with buckets of 64 samples, of 256, and so on: the extremes of a segment of any length
 * take a few dozen steps, and a picture of an hour takes as long as one of a second.
 *
 * It is empty at first and grows block by block while {@link Pyramid.build} runs: first the segment that somebody looks
 * at, then from the left. An hour at 50 kHz takes 30 MB. Values have single precision, enough for pictures; NaN (a gap in
 * the recording) is ignored.
 */
export class Pyramid {
  /** Bucket size of the lowest level in samples; segments must start and end at multiples of it. */
  readonly bucket: number;
  /** Per level: minimum and maximum alternating. */
  readonly #levels: readonly Float32Array[];
  /** Samples of a block, one bucket of the highest level. */
  readonly #block: number;
  /** Per block: 1 when it has been read. */
  readonly #read: Uint8Array;
  #samplesBuilt = 0;
  /** Every block before this one has been read. */
  #firstUnread = 0;
  #wanted: SampleRange = { from: 0, to: 0 };

  constructor(readonly trace: Trace) {
    let bucket = SMALLEST_BUCKET;
    while (trace.samples / bucket > MOST_BUCKETS) bucket *= 2;
    this.bucket = bucket;
    this.#block = bucket * BLOCK_BUCKETS;
    this.#read = new Uint8Array(Math.ceil(trace.samples / this.#block));
    this.#levels = Array.from(
      { length: LEVELS },
      (_, level) => new Float32Array(2 * Math.ceil(trace.samples / (bucket * FAN ** level))),
    );
  }

  /** Number of samples covered so far. */
  get built(): number {
    return this.#samplesBuilt;
  }

  /** Whether samples `from` ≤ i < `to` are covered. */
  isBuilt(from: number, to: number): boolean {
    const end = Math.ceil(to / this.#block);
    for (let block = Math.floor(from / this.#block); block < end; block++)
      if (this.#read[block] === 0) return false;
    return true;
  }

  /** Makes {@link build} read this segment next. */
  want(segment: SampleRange): void {
    this.#wanted = segment;
  }

  /**
   * Reads the trace, block by block, and yields to other work in between. After a cancellation it can be called again to
   * continue.
   *
   * @throws CancelledError
   * @throws UserError when the recording cannot be read
   */
  async build(task: Task): Promise<void> {
    const { samples } = this.trace;
    while (this.#samplesBuilt < samples) {
      this.#readBlock(this.#nextBlock());
      task.report({
        phase: 'building the overview',
        done: this.#samplesBuilt,
        total: samples,
        unit: 'samples',
      });
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

  /** The lowest level, which determines the others: minimum and maximum of each bucket, alternating. */
  get buckets(): Float32Array {
    return this.#levels[0];
  }

  /** Fills the whole pyramid from buckets that one of the same trace had. */
  restore(buckets: Float32Array): void {
    this.#levels[0].set(buckets);
    for (let block = 0; block < this.#read.length; block++) this.#cover(block);
  }

  #nextBlock(): number {
    const end = Math.min(this.#read.length, Math.ceil(this.#wanted.to / this.#block));
    for (let block = Math.max(0, Math.floor(this.#wanted.from / this.#block)); block < end; block++)
      if (this.#read[block] === 0) return block;
    while (this.#read[this.#firstUnread] === 1) this.#firstUnread++;
    return this.#firstUnread;
  }

  #readBlock(block: number): void {
    const start = block * this.#block;
    const end = Math.min(start + this.#block, this.trace.samples);
    // Whole buckets at once; READ_AT_ONCE is a multiple of all but very large ones.
    const step = Math.max(READ_AT_ONCE, this.bucket);
    for (let from = start; from < end; from += step) {
      const found = bucketExtremes(this.trace, from, Math.min(from + step, end), this.bucket);
      this.#levels[0].set(found, (2 * from) / this.bucket);
    }
    this.#cover(block);
  }

  /** Merges the buckets of a block upwards and counts it as read. */
  #cover(block: number): void {
    let first = block * BLOCK_BUCKETS;
    let end = Math.min(first + BLOCK_BUCKETS, this.#levels[0].length / 2);
    for (let level = 1; level < LEVELS; level++) {
      const below = end;
      first /= FAN;
      end = Math.ceil(end / FAN);
      for (let i = first; i < end; i++) this.#merge(level, i, Math.min(FAN * (i + 1), below));
    }
    this.#read[block] = 1;
    this.#samplesBuilt += Math.min(this.#block, this.trace.samples - block * this.#block);
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

/**
 * Minimum and maximum, alternating, of each `bucket` successive samples of `from` ≤ i < `to`; the last bucket may be
 * shorter. One without numbers has +∞ and −∞.
 */
export function bucketExtremes(trace: Trace, from: number, to: number, bucket: number): Float64Array {
  if (trace.read.extremes) return trace.read.extremes(from, to, bucket);
  const samples = trace.read(from, to);
  const found = new Float64Array(2 * Math.ceil(samples.length / bucket));
  for (let i = 0; 2 * i < found.length; i++) {
    const { minimum, maximum } = extremesOf(samples, i * bucket, (i + 1) * bucket);
    found[2 * i] = minimum;
    found[2 * i + 1] = maximum;
  }
  return found;
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
