import type { BluesteinPlan } from './bluestein';
import { type Pass, takePass } from './butterflies';
import type { Steps } from './steps';

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
