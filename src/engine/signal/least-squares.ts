/** amplitude · exp(−t / tau) + offset. */
export interface Exponential {
  amplitude: number;
  tau: number;
  offset: number;
}

/** Amplitude, tau and offset in this order; symmetric matrices by rows of their upper triangle. */
type Vector = readonly [number, number, number];
type Matrix = readonly [number, number, number, number, number, number];

const LOWER: Vector = [0, 0, Number.NEGATIVE_INFINITY];
/** Upper bounds; the slowest decay in the unit of t. */
const UPPER: Vector = [Number.POSITIVE_INFINITY, 1e3, Number.POSITIVE_INFINITY];

/** Relative change of the sum of squares, and of the parameters, at convergence. */
const TOLERANCE = 1e-8;
const EVALUATIONS = 300;
/** Fraction of the way to a bound for a step that would cross it. */
const INSIDE = 0.995;

/**
 * Least-squares fit of an exponential to the points (t, y), with non-negative amplitude and tau; null if it does not
 * converge. Steps and stopping rule are those of scipy's curve_fit with bounds, so that time constants agree with
 * programs that use it: a trust region in coordinates that shrink towards the bounds. Source: Branch, Coleman, Li, SIAM
 * J Sci Comput 21:1 (1999); a step across a bound is only shortened.
 */
export function fitExponential(t: Float64Array, y: Float64Array, start: Exponential): Exponential | null {
  let x: Vector = [start.amplitude, start.tau, start.offset];
  let here = linearised(t, y, x);
  let radius = norm(divide(x, scales(x, here.gradient).size));
  let damping = 0;
  for (let evaluations = 1; evaluations < EVALUATIONS; ) {
    const { size, slope, distance } = scales(x, here.gradient);
    if (Math.max(...here.gradient.map((g, i) => Math.abs(g * distance[i]))) < TOLERANCE) return named(x);
    const gradient = multiply(size, here.gradient);
    const matrix = scaled(here.normal, size, multiply(here.gradient, slope));
    for (let improved = false; !improved && evaluations < EVALUATIONS; evaluations++) {
      const region = trustRegionStep(matrix, gradient, radius, damping);
      const step = shortened(x, multiply(size, region.step));
      const inRegion = divide(step, size);
      const next = add(x, step);
      const there = linearised(t, y, next);
      const gain = here.cost - there.cost;
      const ratio = gain / predictedGain(matrix, gradient, inRegion);
      const length = norm(inRegion);
      const changed = ratio > 0.25 ? radius * (ratio > 0.75 && length > 0.95 * radius ? 2 : 1) : length / 4;
      const settled =
        (gain < TOLERANCE * here.cost && ratio > 0.25) || norm(step) < TOLERANCE * (TOLERANCE + norm(x));
      improved = gain > 0;
      if (improved) [x, here] = [next, there];
      if (settled) return named(x);
      damping = (region.damping * radius) / changed;
      radius = changed;
      if (!(radius > 0)) return null;
    }
  }
  return null;
}

/** Half the sum of squared residuals at a point, its gradient, and the normal matrix JᵀJ. */
function linearised(t: Float64Array, y: Float64Array, [amplitude, tau, offset]: Vector) {
  let [cost, ga, gt, go, aa, at, ao, tt, to] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < t.length; i++) {
    const decay = Math.exp(-t[i] / tau);
    const byTau = (amplitude * decay * t[i]) / (tau * tau);
    const residual = amplitude * decay + offset - y[i];
    cost += (residual * residual) / 2;
    ga += decay * residual;
    gt += byTau * residual;
    go += residual;
    aa += decay * decay;
    at += decay * byTau;
    ao += decay;
    tt += byTau * byTau;
    to += byTau;
  }
  return { cost, gradient: [ga, gt, go] as Vector, normal: [aa, at, ao, tt, to, t.length] as Matrix };
}

/** Coleman and Li's scaling: the distance to the bound that the gradient points away from, 1 without one. */
function scales(x: Vector, gradient: Vector): { distance: Vector; size: Vector; slope: Vector } {
  const towards = gradient.map((g, i) => {
    if (g < 0 && Number.isFinite(UPPER[i])) return [UPPER[i] - x[i], -1];
    if (g > 0 && Number.isFinite(LOWER[i])) return [x[i] - LOWER[i], 1];
    return [1, 0];
  });
  const column = (of: (pair: number[]) => number) => towards.map(of) as unknown as Vector;
  return { distance: column(([d]) => d), size: column(([d]) => Math.sqrt(d)), slope: column(([, s]) => s) };
}

/**
 * Minimum of the quadratic model within the trust radius: the Newton step if it is short enough, else the damped one of
 * that length. Source: Moré, Lect Notes Math 630:105 (1978).
 */
function trustRegionStep(matrix: Matrix, gradient: Vector, radius: number, start: number) {
  const newton = solve(matrix, 0, gradient);
  if (norm(newton) <= radius) return { step: negative(newton), damping: 0 };
  let upper = norm(gradient) / radius;
  let lower = 0;
  let damping = start;
  for (let i = 0; i < 11; i++) {
    // The first iteration, without damping, only gives a lower bound.
    const trial = i === 0 ? 0 : damping;
    const step = solve(matrix, trial, gradient);
    const excess = norm(step) - radius;
    const ratio = (-excess * norm(step)) / dot(step, solve(matrix, trial, step));
    lower = Math.max(lower, trial - ratio);
    if (i > 0) {
      if (excess < 0) upper = trial;
      damping -= ((excess + radius) * ratio) / radius;
      if (Math.abs(excess) < 0.01 * radius) break;
    }
    if (damping < lower || damping > upper) damping = Math.max(0.001 * upper, Math.sqrt(lower * upper));
  }
  const step = solve(matrix, damping, gradient);
  const toRadius = -radius / norm(step);
  return { step: multiply(step, [toRadius, toRadius, toRadius]), damping };
}

/** Shortened where it would cross a bound. */
function shortened(x: Vector, step: Vector): Vector {
  const limits = step.map((s, i) =>
    s === 0 ? Number.POSITIVE_INFINITY : ((s < 0 ? LOWER : UPPER)[i] - x[i]) / s,
  );
  const most = Math.min(...limits);
  const part = most < 1 ? most * INSIDE : 1;
  return multiply(step, [part, part, part]);
}

function predictedGain([aa, ab, ac, bb, bc, cc]: Matrix, gradient: Vector, [a, b, c]: Vector): number {
  const curved = a * (aa * a + 2 * ab * b + 2 * ac * c) + b * (bb * b + 2 * bc * c) + cc * c * c;
  return -(curved / 2 + dot(gradient, [a, b, c]));
}

/** Rows and columns times `size`, plus a diagonal. */
function scaled([aa, ab, ac, bb, bc, cc]: Matrix, [a, b, c]: Vector, diagonal: Vector): Matrix {
  return [
    aa * a * a + diagonal[0],
    ab * a * b,
    ac * a * c,
    bb * b * b + diagonal[1],
    bc * b * c,
    cc * c * c + diagonal[2],
  ];
}

/** Solves (matrix + damping · 1) · x = y by Cramer's rule, in units in which the diagonal is 1. */
function solve(matrix: Matrix, damping: number, y: Vector): Vector {
  const unit = [matrix[0], matrix[3], matrix[5]].map((d) => 1 / Math.sqrt(d + damping || 1));
  const ab = matrix[1] * unit[0] * unit[1];
  const ac = matrix[2] * unit[0] * unit[2];
  const bc = matrix[4] * unit[1] * unit[2];
  const [p, q, r] = y.map((v, i) => v * unit[i]);
  const determinant = 1 - bc * bc - ab * (ab - bc * ac) + ac * (ab * bc - ac);
  const a = p * (1 - bc * bc) - ab * (q - bc * r) + ac * (q * bc - r);
  const b = q - bc * r - p * (ab - bc * ac) + ac * (ab * r - q * ac);
  const c = r - q * bc - ab * (ab * r - q * ac) + p * (ab * bc - ac);
  return [(a / determinant) * unit[0], (b / determinant) * unit[1], (c / determinant) * unit[2]];
}

function named([amplitude, tau, offset]: Vector): Exponential {
  return { amplitude, tau, offset };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

function add(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function multiply(a: Vector, b: Vector): Vector {
  return [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
}

function divide(a: Vector, b: Vector): Vector {
  return [a[0] / b[0], a[1] / b[1], a[2] / b[2]];
}

function negative(a: Vector): Vector {
  return [-a[0], -a[1], -a[2]];
}
