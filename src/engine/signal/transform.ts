import type { Steps } from './steps';

/** Discrete Fourier transforms of complex numbers of one length; real and imaginary parts lie apart. */
export interface Transform {
  readonly length: number;
  /** X[k] = Σ x[j]·exp(−2πi·jk/n), in place, not scaled. */
  forward(re: Float64Array, im: Float64Array): void;
  /** x[j] = Σ X[k]·exp(+2πi·jk/n), in place, not scaled: forward then inverse multiplies by n. */
  inverse(re: Float64Array, im: Float64Array): void;
  /** The same in steps. */
  forwardSteps(re: Float64Array, im: Float64Array): Steps<void>;
  inverseSteps(re: Float64Array, im: Float64Array): Steps<void>;
}
