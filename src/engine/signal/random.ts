/**
 * Seeded random number generator: the same seeds give the same numbers on every machine.
 *
 * xoshiro128** (Blackman and Vigna, ACM Trans Math Softw 47:36, 2021), its state filled by splitmix32. Several seeds
 * make independent streams: `new Random(seed, epoch)` does not depend on earlier epochs.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | undefined;

  constructor(...seeds: readonly number[]) {
    let state = 0x9e3779b9;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      return mixed(state);
    };
    for (const seed of seeds) {
      state = mixed(state ^ seed);
      state = mixed((state + Math.floor(seed / 2 ** 32)) | 0);
    }
    [this.#a, this.#b, this.#c, this.#d] = [next(), next(), next(), next()];
  }

  /** A whole number in 0 … 2³² − 1. */
  #next(): number {
    const result = Math.imul(rotated(Math.imul(this.#b, 5), 7), 9);
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotated(this.#d, 11);
    return result >>> 0;
  }

  /** Uniform over 0 ≤ u < 1, or from ≤ u < to, with 53 bits. */
  uniform(from = 0, to = 1): number {
    const unit = ((this.#next() >>> 5) * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53;
    return from + unit * (to - from);
  }

  /** A whole number in 0 … n − 1, each as likely. @throws RangeError unless n is a positive integer */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`a random number below ${n}`);
    return Math.floor(this.uniform() * n);
  }

  /** Normal with this mean and standard deviation (Marsaglia's polar method). */
  normal(mean = 0, sd = 1): number {
    if (this.#spare !== undefined) {
      const value = this.#spare;
      this.#spare = undefined;
      return mean + sd * value;
    }
    let u: number;
    let v: number;
    let square: number;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt((-2 * Math.log(square)) / square);
    this.#spare = v * scale;
    return mean + sd * u * scale;
  }

  /** Exponential with this mean: the waiting time of random events. */
  exponential(mean = 1): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Shuffles the elements in place (Fisher–Yates); returns the same array. */
  shuffle<T extends { length: number; [index: number]: unknown }>(elements: T): T {
    for (let i = elements.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [elements[i], elements[j]] = [elements[j], elements[i]];
    }
    return elements;
  }

  /**
   * `count` different numbers of 0 … n − 1, every such choice as likely, in random order.
   *
   * @throws RangeError when there are not as many
   */
  choice(n: number, count: number): Int32Array {
    if (count > n || count < 0) throw new RangeError(`${count} of ${n} without replacement`);
    const numbers = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < count; i++) {
      const j = i + this.integer(n - i);
      [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
    }
    return numbers.slice(0, count);
  }
}

function rotated(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}

/** splitmix32's finaliser. */
function mixed(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}
