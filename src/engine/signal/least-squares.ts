/** amplitude · exp(−t / tau) + offset. */
export interface Exponential {
  amplitude: number;
  tau: number;
  offset: number;
}

const STEPS = 500;
/** Slowest decay that is looked for, in the unit of t. */
const LONGEST_TAU = 1e3;

/**
 * The exponential nearest to the points (t, y) by least squares, its amplitude and tau not negative, found
 * from `start` by Levenberg–Marquardt; null when it does not settle. The minimum is that of scipy's curve_fit
 * with the same bounds, to closer tolerances. Source: Marquardt, J SIAM 11:431 (1963).
 */
export function fitExponential(t: Float64Array, y: Float64Array, start: Exponential): Exponential | null {
  let fit = start;
  let { cost, normal, gradient } = linearised(t, y, fit);
  let damping = 1e-3;
  for (let step = 0; step < STEPS; step++) {
    const change = solveDamped(normal, gradient, damping);
    const next = bounded(fit, change);
    const there = linearised(t, y, next);
    const moved = relativeChange(fit, next);
    if (there.cost <= cost && next.tau > 0) {
      const settled = moved < 1e-12 || cost - there.cost <= 1e-15 * cost;
      fit = next;
      ({ cost, normal, gradient } = there);
      if (settled) return fit;
      damping = Math.max(damping / 10, 1e-12);
    } else {
      if (moved < 1e-14) return fit;
      damping *= 10;
      if (!(damping < 1e30)) return null;
    }
  }
  return null;
}

/** Sum of squares, and the normal equations of the linear problem at a point: JᵀJ (upper triangle) and Jᵀr. */
function linearised(t: Float64Array, y: Float64Array, { amplitude, tau, offset }: Exponential) {
  const normal = new Float64Array(6);
  const gradient = new Float64Array(3);
  let cost = 0;
  for (let i = 0; i < t.length; i++) {
    const decay = Math.exp(-t[i] / tau);
    const byTau = (amplitude * decay * t[i]) / (tau * tau);
    const residual = y[i] - amplitude * decay - offset;
    cost += residual * residual;
    normal[0] += decay * decay;
    normal[1] += decay * byTau;
    normal[2] += decay;
    normal[3] += byTau * byTau;
    normal[4] += byTau;
    normal[5] += 1;
    gradient[0] += decay * residual;
    gradient[1] += byTau * residual;
    gradient[2] += residual;
  }
  return { cost, normal, gradient };
}

/** Solves (N + damping · diag N) · change = gradient for a symmetric 3 × 3 matrix by Cramer's rule. */
function solveDamped(normal: Float64Array, gradient: Float64Array, damping: number): Float64Array {
  // In units where the diagonal is 1, so that amplitudes in pA and times in seconds weigh alike.
  const scale = [0, 3, 5].map((i) => 1 / Math.sqrt(normal[i] || 1));
  const d = 1 + damping;
  const ab = normal[1] * scale[0] * scale[1];
  const ac = normal[2] * scale[0] * scale[2];
  const bc = normal[4] * scale[1] * scale[2];
  const [ga, gb, gc] = [gradient[0] * scale[0], gradient[1] * scale[1], gradient[2] * scale[2]];
  const determinant = d * (d * d - bc * bc) - ab * (ab * d - bc * ac) + ac * (ab * bc - d * ac);
  const a = ga * (d * d - bc * bc) - ab * (gb * d - bc * gc) + ac * (gb * bc - d * gc);
  const b = d * (gb * d - bc * gc) - ga * (ab * d - bc * ac) + ac * (ab * gc - gb * ac);
  const c = d * (d * gc - gb * bc) - ab * (ab * gc - gb * ac) + ga * (ab * bc - d * ac);
  return Float64Array.of(
    (a / determinant) * scale[0],
    (b / determinant) * scale[1],
    (c / determinant) * scale[2],
  );
}

function bounded(fit: Exponential, change: Float64Array): Exponential {
  const tau = fit.tau + change[1];
  return {
    amplitude: Math.max(0, fit.amplitude + change[0]),
    // A step past zero goes most of the way there instead: tau is a scale.
    tau: Math.min(LONGEST_TAU, tau > 0 ? tau : fit.tau / 10),
    offset: fit.offset + change[2],
  };
}

function relativeChange(from: Exponential, to: Exponential): number {
  const size = Math.abs(from.amplitude) + Math.abs(from.offset);
  return Math.max(
    Math.abs(to.tau - from.tau) / from.tau,
    (Math.abs(to.amplitude - from.amplitude) + Math.abs(to.offset - from.offset)) / (size || 1),
  );
}
