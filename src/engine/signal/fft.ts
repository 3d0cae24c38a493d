import { type BluesteinPlan, bluesteinPlan, type Transform } from './bluestein';
import { type Pass, takePass } from './butterflies';
import { atOnce, type Steps } from './steps';

/** Above this prime factor, a convolution is cheaper than a separate pass. */
const LARGEST_RADIX = 61;

/** Plans take about four numbers per point: those of usual blocks are cached, huge ones are not. */
const KEPT_POINTS = 1 << 21;
const kept = new Map<number, Transform>();
let keptPoints = 0;

/**
 * The transform of `length` points, double precision, O(n·log n) for every length: one pass per prime factor; large
 * factors use a convolution of a length without such factors (Bluestein).
 *
 * @throws RangeError when the length is not a positive integer
 */
export function transformOf(length: number): Transform {
  if (!Number.isSafeInteger(length) || length < 1) throw new RangeError(`a transform of ${length} points`);
  const known = kept.get(length);
  if (known) return known;
  const transform = makeTransform(length);
  if (length <= KEPT_POINTS / 2) {
    if (keptPoints + length > KEPT_POINTS) {
      kept.clear();
      keptPoints = 0;
    }
    kept.set(length, transform);
    keptPoints += length;
  }
  return transform;
}

function makeTransform(length: number): Transform {
  const plan = mixedRadixPlan(length, radicesOf(length), (radix) =>
    radix <= LARGEST_RADIX ? undefined : bluesteinPlan(radix, transformOf(smoothLengthFrom(2 * radix - 1))),
  );
  const forwardSteps = (re: Float64Array, im: Float64Array) => mixedRadixTransform(plan, re, im);
  const forward = (re: Float64Array, im: Float64Array) => atOnce(forwardSteps(re, im));
  // Exchanging real and imaginary parts before and after conjugates twice, which inverts the forward transform.
  return {
    length,
    forward,
    inverse: (re, im) => forward(im, re),
    forwardSteps,
    inverseSteps: (re, im) => forwardSteps(im, re),
  };
}

/** Factors of a length: fours first, then primes in ascending order. */
function radicesOf(length: number): number[] {
  const radices: number[] = [];
  let rest = length;
  for (; rest % 4 === 0; rest /= 4) radices.push(4);
  for (let prime = 2; prime * prime <= rest; prime++)
    for (; rest % prime === 0; rest /= prime) radices.push(prime);
  if (rest > 1 || radices.length === 0) radices.push(rest);
  return radices;
}

/** Largest prime factor of a length: the memory of its transform grows with it, about 200 bytes per unit. */
export function largestFactor(length: number): number {
  return radicesOf(length).at(-1)!;
}

/** Smallest product of twos, threes and fives that is at least `least`: a length with a fast transform. */
export function smoothLengthFrom(least: number): number {
  let best = 2 ** Math.ceil(Math.log2(least));
  for (let fives = 1; fives < best; fives *= 5)
    for (let odd = fives; odd < best; odd *= 3)
      best = Math.min(best, odd * 2 ** Math.max(0, Math.ceil(Math.log2(least / odd))));
  return best;
}

/** The tables of a transform of one length, whose radices multiply to it. */
export interface MixedRadixPlan {
  readonly length: number;
  readonly passes: readonly Pass[];
  /** The second pair of arrays, kept between transforms of ordinary length. */
  scratch: { re: Float64Array; im: Float64Array } | undefined;
}

const KEPT_SCRATCH = 1 << 20;

/** @param bluesteinOf the plan for a radix that is too large for a butterfly, else undefined */
export function mixedRadixPlan(
  length: number,
  radices: readonly number[],
  bluesteinOf: (radix: number) => BluesteinPlan | undefined,
): MixedRadixPlan {
  const passes: Pass[] = [];
  let done = 1;
  for (const radix of radices) {
    const left = length / (done * radix);
    const cos = new Float64Array((radix - 1) * left);
    const sin = new Float64Array((radix - 1) * left);
    const step = (-2 * Math.PI * done) / length;
    for (let leg = 1; leg < radix; leg++)
      for (let i = 0; i < left; i++) {
        cos[(leg - 1) * left + i] = Math.cos(step * leg * i);
        sin[(leg - 1) * left + i] = Math.sin(step * leg * i);
      }
    passes.push({ radix, done, left, cos, sin, bluestein: bluesteinOf(radix) });
    done *= radix;
  }
  return { length, passes, scratch: undefined };
}

/**
 * Forward transform in place, by Stockham's autosort passes: each reads one pair of arrays and writes
 * another, and the result comes out in order. Source: Temperton, J Comput Phys 52:1 (1983).
 */
export function* mixedRadixTransform(plan: MixedRadixPlan, re: Float64Array, im: Float64Array): Steps<void> {
  const { length } = plan;
  if (length === 1) return;
  const scratch = plan.scratch ?? { re: new Float64Array(length), im: new Float64Array(length) };
  let [fromRe, fromIm, toRe, toIm] = [re, im, scratch.re, scratch.im];
  for (const pass of plan.passes) {
    yield* takePass(pass, fromRe, fromIm, toRe, toIm);
    yield;
    [fromRe, fromIm, toRe, toIm] = [toRe, toIm, fromRe, fromIm];
  }
  if (fromRe !== re) {
    re.set(fromRe);
    im.set(fromIm);
  }
  if (length <= KEPT_SCRATCH) plan.scratch = scratch;
}
