import assert from 'node:assert/strict';
import { test } from 'node:test';
import { smoothLengthFrom, transformOf } from '../../../src/engine/signal/fft';
import { inverseRealTransform, realTransform } from '../../../src/engine/signal/real-fft';
import { assertClose, noise } from '../../support/numbers';

/** Lengths of every kind: powers, mixed radices, primes with a pass of their own, primes beyond, products. */
const LENGTHS = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 25, 30, 49, 61, 62, 64, 67, 97, 120, 134, 143, 201, 284, 256,
  500, 509,
];

test('transforms of every kind of length agree with the sum that defines them', () => {
  for (const n of LENGTHS) {
    const re = noise(n, 1);
    const im = noise(n, 2);
    const gotRe = re.slice();
    const gotIm = im.slice();
    transformOf(n).forward(gotRe, gotIm);
    const want = byDefinition(re, im);
    assertClose(gotRe, want.re, 1e-12 * n, `real part of ${n}`);
    assertClose(gotIm, want.im, 1e-12 * n, `imaginary part of ${n}`);
  }
});

test('inverse after forward gives the signal times its length', () => {
  for (const n of [...LENGTHS, 4096, 4099, 9973 * 2, 3 * 5 * 7 * 11 * 13, 67 * 71, 12 * 101 * 2]) {
    const re = noise(n, 3);
    const im = noise(n, 4);
    const backRe = re.slice();
    const backIm = im.slice();
    const transform = transformOf(n);
    transform.forward(backRe, backIm);
    transform.inverse(backRe, backIm);
    assertClose(
      backRe.map((v) => v / n),
      re,
      1e-13 * Math.log2(n + 2),
      `${n}`,
    );
    assertClose(
      backIm.map((v) => v / n),
      im,
      1e-13 * Math.log2(n + 2),
      `${n}`,
    );
  }
});

test('the spectrum of a real signal is the first half of its complex one, and leads back', () => {
  for (const n of [...LENGTHS, 1000, 1001, 4098, 4106]) {
    const x = noise(n, 5);
    const { re, im } = realTransform(x);
    assert.equal(re.length, Math.floor(n / 2) + 1);
    const full = { re: x.slice(), im: new Float64Array(n) };
    transformOf(n).forward(full.re, full.im);
    assertClose(re, full.re.subarray(0, re.length), 1e-12 * n, `real part of ${n}`);
    assertClose(im, full.im.subarray(0, re.length), 1e-12 * n, `imaginary part of ${n}`);
    assertClose(inverseRealTransform({ re, im }, n), x, 1e-13 * Math.log2(n + 2), `${n} and back`);
  }
});

test('transforms are linear', () => {
  for (const n of [96, 101, 1009]) {
    const [a, b] = [noise(n, 6), noise(n, 7)];
    const sum = realTransform(a.map((v, i) => 2 * v - 3 * b[i]));
    const [ta, tb] = [realTransform(a), realTransform(b)];
    assertClose(
      sum.re,
      ta.re.map((v, i) => 2 * v - 3 * tb.re[i]),
      1e-11,
      `${n}`,
    );
  }
});

test('the energy of a signal is that of its spectrum, at a large length too', () => {
  const n = 2 * 104_729; // twice a prime: by convolution
  const x = noise(n, 8);
  const { re, im } = realTransform(x);
  let energy = -(re[0] ** 2) - re[n / 2] ** 2;
  for (let k = 0; k < re.length; k++) energy += 2 * (re[k] ** 2 + im[k] ** 2);
  const wanted = x.reduce((s, v) => s + v * v, 0);
  assert.ok(Math.abs(energy / n / wanted - 1) < 1e-12);
});

test('a smooth length is the least product of 2, 3 and 5 that suffices', () => {
  const smooth = (n: number): boolean => {
    for (const p of [2, 3, 5]) while (n % p === 0) n /= p;
    return n === 1;
  };
  for (let least = 1; least < 3000; least++) {
    let wanted = least;
    while (!smooth(wanted)) wanted++;
    assert.equal(smoothLengthFrom(least), wanted);
  }
});

test('a length that is not a positive integer is refused', () => {
  for (const n of [0, -1, 1.5, Number.NaN]) assert.throws(() => transformOf(n), RangeError);
});

function byDefinition(re: Float64Array, im: Float64Array) {
  const n = re.length;
  const out = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let k = 0; k < n; k++)
    for (let j = 0; j < n; j++) {
      const angle = (-2 * Math.PI * ((j * k) % n)) / n;
      out.re[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
      out.im[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
    }
  return out;
}
