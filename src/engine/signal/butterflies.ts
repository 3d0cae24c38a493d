import { type BluesteinPlan, bluesteinTransform } from './bluestein';
import type { Steps } from './steps';

/**
 * One pass of a mixed-radix transform: one step of `done` transforms of length `radix · left`. The input is ordered
 * [done][radix][left], the output [radix][done][left]; see mixed-radix.ts.
 */
export interface Pass {
  readonly radix: number;
  /** Product of the radices of the passes before. */
  readonly done: number;
  /** Product of the radices of the passes after. */
  readonly left: number;
  /** exp(−2πi·leg·i·done / length) at [(leg − 1)·left + i], for the legs 1 … radix − 1. */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  /** Plan for transforms of the radix itself if it is a large prime. */
  readonly bluestein: BluesteinPlan | undefined;
}

type ArraysOfPass = [re: Float64Array, im: Float64Array, outRe: Float64Array, outIm: Float64Array];

type Butterfly = (pass: Pass, ...arrays: ArraysOfPass) => void;

/**
 * Runs a pass: hand-written for radices up to five, dot products for larger primes, and convolutions for the largest,
 * which take so long that they yield in between.
 */
export function* takePass(pass: Pass, ...arrays: ArraysOfPass): Steps<void> {
  if (pass.bluestein) yield* large(pass, pass.bluestein, ...arrays);
  else butterfly(pass)(pass, ...arrays);
}

function butterfly({ radix }: Pass): Butterfly {
  return radix === 2 ? two : radix === 3 ? three : radix === 4 ? four : radix === 5 ? five : any;
}

const two: Butterfly = ({ done, left, cos, sin }, re, im, outRe, outIm) => {
  const leg = done * left;
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const a = i + left * 2 * k;
      const b = a + left;
      const o = i + left * k;
      const dr = re[a] - re[b];
      const di = im[a] - im[b];
      outRe[o] = re[a] + re[b];
      outIm[o] = im[a] + im[b];
      outRe[o + leg] = dr * cos[i] - di * sin[i];
      outIm[o + leg] = dr * sin[i] + di * cos[i];
    }
};

const three: Butterfly = ({ done, left, cos, sin }, re, im, outRe, outIm) => {
  const leg = done * left;
  const half = Math.sqrt(3) / 2;
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const a = i + left * 3 * k;
      const b = a + left;
      const c = b + left;
      const o = i + left * k;
      const sr = re[b] + re[c];
      const si = im[b] + im[c];
      const mr = re[a] - 0.5 * sr;
      const mi = im[a] - 0.5 * si;
      const qr = half * (im[b] - im[c]);
      const qi = half * (re[c] - re[b]);
      outRe[o] = re[a] + sr;
      outIm[o] = im[a] + si;
      rotate(outRe, outIm, o + leg, mr + qr, mi + qi, cos[i], sin[i]);
      rotate(outRe, outIm, o + 2 * leg, mr - qr, mi - qi, cos[left + i], sin[left + i]);
    }
};

const four: Butterfly = ({ done, left, cos, sin }, re, im, outRe, outIm) => {
  const leg = done * left;
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const a = i + left * 4 * k;
      const b = a + left;
      const c = b + left;
      const d = c + left;
      const o = i + left * k;
      const acr = re[a] + re[c];
      const aci = im[a] + im[c];
      const bdr = re[b] + re[d];
      const bdi = im[b] + im[d];
      const amr = re[a] - re[c];
      const ami = im[a] - im[c];
      // −i · (b − d)
      const bmr = im[b] - im[d];
      const bmi = re[d] - re[b];
      outRe[o] = acr + bdr;
      outIm[o] = aci + bdi;
      rotate(outRe, outIm, o + leg, amr + bmr, ami + bmi, cos[i], sin[i]);
      rotate(outRe, outIm, o + 2 * leg, acr - bdr, aci - bdi, cos[left + i], sin[left + i]);
      rotate(outRe, outIm, o + 3 * leg, amr - bmr, ami - bmi, cos[2 * left + i], sin[2 * left + i]);
    }
};

const five: Butterfly = ({ done, left, cos, sin }, re, im, outRe, outIm) => {
  const leg = done * left;
  const c1 = Math.cos((2 * Math.PI) / 5);
  const c2 = Math.cos((4 * Math.PI) / 5);
  const s1 = Math.sin((2 * Math.PI) / 5);
  const s2 = Math.sin((4 * Math.PI) / 5);
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const a = i + left * 5 * k;
      const b = a + left;
      const c = b + left;
      const d = c + left;
      const e = d + left;
      const o = i + left * k;
      const ber = re[b] + re[e];
      const bei = im[b] + im[e];
      const cdr = re[c] + re[d];
      const cdi = im[c] + im[d];
      const bmr = re[b] - re[e];
      const bmi = im[b] - im[e];
      const cmr = re[c] - re[d];
      const cmi = im[c] - im[d];
      const pr = re[a] + c1 * ber + c2 * cdr;
      const pi = im[a] + c1 * bei + c2 * cdi;
      const qr = re[a] + c2 * ber + c1 * cdr;
      const qi = im[a] + c2 * bei + c1 * cdi;
      const ur = s1 * bmi + s2 * cmi;
      const ui = -s1 * bmr - s2 * cmr;
      const vr = s2 * bmi - s1 * cmi;
      const vi = -s2 * bmr + s1 * cmr;
      outRe[o] = re[a] + ber + cdr;
      outIm[o] = im[a] + bei + cdi;
      rotate(outRe, outIm, o + leg, pr + ur, pi + ui, cos[i], sin[i]);
      rotate(outRe, outIm, o + 2 * leg, qr + vr, qi + vi, cos[left + i], sin[left + i]);
      rotate(outRe, outIm, o + 3 * leg, qr - vr, qi - vi, cos[2 * left + i], sin[2 * left + i]);
      rotate(outRe, outIm, o + 4 * leg, pr - ur, pi - ui, cos[3 * left + i], sin[3 * left + i]);
    }
};

const any: Butterfly = ({ radix, done, left, cos, sin }, re, im, outRe, outIm) => {
  const leg = done * left;
  const rootCos = Float64Array.from({ length: radix }, (_, j) => Math.cos((2 * Math.PI * j) / radix));
  const rootSin = Float64Array.from({ length: radix }, (_, j) => -Math.sin((2 * Math.PI * j) / radix));
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const first = i + left * radix * k;
      const o = i + left * k;
      for (let j = 0; j < radix; j++) {
        let sumRe = 0;
        let sumIm = 0;
        for (let m = 0, root = 0, a = first; m < radix; m++, a += left) {
          sumRe += re[a] * rootCos[root] - im[a] * rootSin[root];
          sumIm += re[a] * rootSin[root] + im[a] * rootCos[root];
          root += j;
          if (root >= radix) root -= radix;
        }
        const turn = (j - 1) * left + i;
        if (j === 0) {
          outRe[o] = sumRe;
          outIm[o] = sumIm;
        } else rotate(outRe, outIm, o + j * leg, sumRe, sumIm, cos[turn], sin[turn]);
      }
    }
};

function* large(
  { radix, done, left, cos, sin }: Pass,
  bluestein: BluesteinPlan,
  ...[re, im, outRe, outIm]: ArraysOfPass
): Steps<void> {
  if (done * left === 1) {
    outRe.set(re);
    outIm.set(im);
    yield* bluesteinTransform(bluestein, outRe, outIm);
    return;
  }
  const leg = done * left;
  const oneRe = new Float64Array(radix);
  const oneIm = new Float64Array(radix);
  for (let k = 0; k < done; k++)
    for (let i = 0; i < left; i++) {
      const first = i + left * radix * k;
      const o = i + left * k;
      for (let m = 0; m < radix; m++) {
        oneRe[m] = re[first + m * left];
        oneIm[m] = im[first + m * left];
      }
      yield* bluesteinTransform(bluestein, oneRe, oneIm);
      outRe[o] = oneRe[0];
      outIm[o] = oneIm[0];
      for (let j = 1; j < radix; j++) {
        const turn = (j - 1) * left + i;
        rotate(outRe, outIm, o + j * leg, oneRe[j], oneIm[j], cos[turn], sin[turn]);
      }
      yield;
    }
}

function rotate(
  outRe: Float64Array,
  outIm: Float64Array,
  at: number,
  re: number,
  im: number,
  cos: number,
  sin: number,
): void {
  outRe[at] = re * cos - im * sin;
  outIm[at] = re * sin + im * cos;
}
