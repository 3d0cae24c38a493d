import { twoSidedT } from './distributions';
import { cholesky, type Matrix, solveCholesky, symmetricEigen, zeros } from './linear-algebra';
import { type NestedData, unreplicatedGroups } from './nested-data';

/** A fixed effect: the mean of the reference group, or the difference of another group from it. */
export interface FixedEffect {
  /** Index of the group; 0 is the intercept, the reference group's mean. */
  group: number;
  estimate: number;
  se: number;
  /** Satterthwaite's approximation. */
  df: number;
  t: number;
  p: number;
}

export interface MixedModel {
  fixed: FixedEffect[];
  /** Estimated mean of each group. */
  means: { estimate: number; se: number; df: number }[];
  /** Variances of the random intercepts and of events within a cell; null if the data have no such level. */
  variance: { animal: number | null; cell: number; residual: number };
  /** −2 × the restricted log-likelihood at its maximum. */
  reml_deviance: number;
}

/**
 * Linear mixed model value ~ group + (1 | animal) + (1 | cell), fitted by restricted maximum likelihood, with
 * Satterthwaite's degrees of freedom.
 *
 * Sources: Bates et al., J. Stat. Softw. 67:1 (2015) for the profiled deviance in the relative standard deviations θ of
 * the random effects; Kuznetsova et al., J. Stat. Softw. 82:13 (2017) for the degrees of freedom. Cells nest in
 * animals, so the covariance is inverted in closed form, level by level, so no large matrix is needed.
 *
 * @returns undefined if the groups cannot be distinguished, or no value varies, or a group has one cell only
 */
export function fitMixedModel(data: NestedData): MixedModel | undefined {
  if (unreplicatedGroups(data).length > 0) return undefined;
  const sums = sumsOf(data);
  // The animal is a separate level only if some animal has several cells.
  const hasAnimals = data.animals > 1 && data.animals < data.cells;
  const deviance = (theta: readonly number[]) => profiled(sums, theta)?.deviance ?? Number.POSITIVE_INFINITY;
  const theta = minimize(deviance, hasAnimals ? [1, 1] : [1]);
  const fit = profiled(sums, theta);
  if (!fit || !Number.isFinite(fit.deviance)) return undefined;
  const contrasts = contrastsOf(sums.effects);
  const variances = (parameters: readonly number[]) => covariance(sums, parameters, contrasts);
  const parameters = [...theta, Math.sqrt(fit.sigma2)];
  const df = satterthwaite(sums, parameters, variances);
  const se = variances(parameters).map((variance) => Math.sqrt(variance) * sums.scale);
  const [shift, scale] = [sums.shift, sums.scale];
  return {
    fixed: fit.beta.map((beta, group) => {
      const estimate = beta * scale + (group === 0 ? shift : 0);
      const t = estimate / se[group];
      return { group, estimate, se: se[group], df: df[group], t, p: twoSidedT(t, df[group]) };
    }),
    means: fit.beta.map((beta, group) => ({
      estimate: (fit.beta[0] + (group === 0 ? 0 : beta)) * scale + shift,
      se: se[sums.effects + group],
      df: df[sums.effects + group],
    })),
    variance: {
      cell: theta[0] ** 2 * fit.sigma2 * scale ** 2,
      animal: hasAnimals ? theta[1] ** 2 * fit.sigma2 * scale ** 2 : null,
      residual: fit.sigma2 * scale ** 2,
    },
    reml_deviance: fit.deviance + 2 * (sums.n - sums.effects) * Math.log(scale),
  };
}

/** Weights of the fixed effects in each fixed effect, then in the mean of each group. */
function contrastsOf(effects: number): number[][] {
  const unit = (i: number) => Array.from({ length: effects }, (_, j) => (i === j ? 1 : 0));
  const effect = Array.from({ length: effects }, (_, i) => unit(i));
  const mean = effect.map((weights) => weights.map((weight, j) => (j === 0 ? 1 : weight)));
  return [...effect, ...mean];
}

/** Sufficient statistics of a cell's events: counts and sums. */
interface CellSums {
  animal: number;
  n: number;
  /** Sum over events of x·xᵀ, of x, of x·y, of y and of y²; x = (1, is in group 1, is in group 2, …). */
  xx: Matrix;
  x: number[];
  xy: number[];
  y: number;
  yy: number;
}

interface Sums {
  n: number;
  effects: number;
  animals: number;
  cells: CellSums[];
  /** Subtracted from every value for precision; added back to the intercept. */
  shift: number;
  /**
   * Every value is divided by it, so that steps of numerical derivatives suit values of any unit: a power of two near
   * the standard deviation, which changes no digit.
   */
  scale: number;
}

function sumsOf({ values, group, animal, cell, groups, animals, cells: count }: NestedData): Sums {
  const effects = groups.length;
  const shift = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - shift) ** 2, 0);
  const sd = Math.sqrt(squares / values.length);
  // Less is rounding of equal values.
  const scale = sd > 1e-12 * Math.abs(shift) ? 2 ** Math.round(Math.log2(sd)) : 1;
  const cells: CellSums[] = Array.from({ length: count }, () => ({
    animal: 0,
    n: 0,
    xx: zeros(effects),
    x: new Array<number>(effects).fill(0),
    xy: new Array<number>(effects).fill(0),
    y: 0,
    yy: 0,
  }));
  values.forEach((value, i) => {
    const sums = cells[cell[i]];
    const y = (value - shift) / scale;
    const present = group[i] === 0 ? [0] : [0, group[i]];
    sums.animal = animal[i];
    sums.n++;
    sums.y += y;
    sums.yy += y * y;
    for (const a of present) {
      sums.x[a]++;
      sums.xy[a] += y;
      for (const b of present) sums.xx[a][b]++;
    }
  });
  return { n: values.length, effects, animals, cells, shift, scale };
}

/** Products with the inverse of the events' covariance matrix over σ², for relative deviations θ. */
interface Products {
  logDeterminant: number;
  xx: Matrix;
  xy: number[];
  yy: number;
}

/**
 * The covariance over σ² is I + θc² within cells + θa² within animals. By Woodbury's identity a level with relative
 * variance v subtracts v / (1 + v·s) · u·uᵀ from each product, where u are the level's own sums and s its weight.
 */
function products(
  { cells, effects, animals }: Sums,
  [cellTheta, animalTheta = 0]: readonly number[],
): Products {
  const result: Products = { logDeterminant: 0, xx: zeros(effects), xy: new Array(effects).fill(0), yy: 0 };
  const above = Array.from({ length: animals }, () => ({
    weight: 0,
    x: new Array<number>(effects).fill(0),
    y: 0,
  }));
  const cellVariance = cellTheta ** 2;
  for (const { animal, n, xx, x, xy, y, yy } of cells) {
    const within = 1 + cellVariance * n;
    const share = cellVariance / within;
    result.logDeterminant += Math.log(within);
    result.yy += yy - share * y * y;
    for (let a = 0; a < effects; a++) {
      result.xy[a] += xy[a] - share * x[a] * y;
      above[animal].x[a] += x[a] / within;
      for (let b = 0; b < effects; b++) result.xx[a][b] += xx[a][b] - share * x[a] * x[b];
    }
    above[animal].y += y / within;
    above[animal].weight += n / within;
  }
  const animalVariance = animalTheta ** 2;
  if (animalVariance === 0) return result;
  for (const { weight, x, y } of above) {
    const within = 1 + animalVariance * weight;
    const share = animalVariance / within;
    result.logDeterminant += Math.log(within);
    result.yy -= share * y * y;
    for (let a = 0; a < effects; a++) {
      result.xy[a] -= share * x[a] * y;
      for (let b = 0; b < effects; b++) result.xx[a][b] -= share * x[a] * x[b];
    }
  }
  return result;
}

interface Profiled {
  deviance: number;
  beta: number[];
  sigma2: number;
}

/** The REML deviance, profiled over the fixed effects and σ² for θ. */
function profiled(sums: Sums, theta: readonly number[]): Profiled | undefined {
  const { logDeterminant, xx, xy, yy } = products(sums, theta);
  const lower = cholesky(xx);
  if (!lower) return undefined;
  const beta = solveCholesky(lower, xy);
  const rest = yy - beta.reduce((sum, b, i) => sum + b * xy[i], 0);
  const freedom = sums.n - sums.effects;
  if (freedom < 1 || !(rest > 0)) return undefined;
  const sigma2 = rest / freedom;
  const deviance = logDeterminant + logDeterminantOf(lower) + freedom * (1 + Math.log(2 * Math.PI * sigma2));
  return { deviance, beta, sigma2 };
}

function logDeterminantOf(lower: Matrix): number {
  return 2 * lower.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
}

/** The REML deviance of θ and σ, not profiled. */
function fullDeviance(sums: Sums, parameters: readonly number[]): number {
  const theta = parameters.slice(0, -1);
  const sigma2 = parameters.at(-1)! ** 2;
  const { logDeterminant, xx, xy, yy } = products(sums, theta);
  const lower = cholesky(xx);
  if (!lower) return Number.NaN;
  const beta = solveCholesky(lower, xy);
  const rest = yy - beta.reduce((sum, b, i) => sum + b * xy[i], 0);
  const freedom = sums.n - sums.effects;
  return logDeterminant + logDeterminantOf(lower) + rest / sigma2 + freedom * Math.log(2 * Math.PI * sigma2);
}

/** Variances of weighted sums of the fixed effects for θ and σ. */
function covariance(
  sums: Sums,
  parameters: readonly number[],
  contrasts: readonly (readonly number[])[],
): number[] {
  const lower = cholesky(products(sums, parameters.slice(0, -1)).xx);
  const sigma2 = parameters.at(-1)! ** 2;
  return contrasts.map((weights) => {
    if (!lower) return Number.NaN;
    const solved = solveCholesky(lower, [...weights]);
    return sigma2 * weights.reduce((sum, weight, i) => sum + weight * solved[i], 0);
  });
}

/** df = 2 v² / (gᵀ A g): v a variance, g its gradient in θ and σ, A the covariance of θ and σ. */
function satterthwaite(
  sums: Sums,
  parameters: readonly number[],
  variances: (parameters: readonly number[]) => number[],
): number[] {
  const hessian = numericalHessian((at) => fullDeviance(sums, at), parameters);
  const { values, vectors } = symmetricEigen(hessian);
  // A direction without curvature of the deviance has no information about the parameters.
  const kept = values.map((value) => value > 1e-8 * Math.max(...values));
  const gradients = numericalGradients(variances, parameters);
  return variances(parameters).map((variance, effect) => {
    const gradient = gradients.map((row) => row[effect]);
    const spread = values.reduce((sum, value, k) => {
      if (!kept[k]) return sum;
      const along = gradient.reduce((total, g, i) => total + g * vectors[i][k], 0);
      return sum + (2 * along ** 2) / value;
    }, 0);
    return (2 * variance ** 2) / spread;
  });
}

/** Step sizes for differences: a fraction of each parameter, or of 1 if it is 0. */
function stepsOf(parameters: readonly number[], share: number): number[] {
  return parameters.map((value) => share * Math.max(Math.abs(value), 0.05));
}

/** d/dpᵢ of each value, by central differences with Richardson's extrapolation. */
function numericalGradients(
  f: (parameters: readonly number[]) => number[],
  parameters: readonly number[],
): number[][] {
  const steps = stepsOf(parameters, 1e-2);
  const along = (i: number, step: number) => {
    const up = f(parameters.map((value, k) => (k === i ? value + step : value)));
    const down = f(parameters.map((value, k) => (k === i ? value - step : value)));
    return up.map((value, k) => (value - down[k]) / (2 * step));
  };
  return parameters.map((_, i) => {
    const estimates = [1, 1 / 2, 1 / 4].map((share) => along(i, steps[i] * share));
    return estimates[0].map((_unused, k) => extrapolated(estimates.map((values) => values[k])));
  });
}

function numericalHessian(
  f: (parameters: readonly number[]) => number,
  parameters: readonly number[],
): Matrix {
  const steps = stepsOf(parameters, 2e-2);
  const at = (i: number, a: number, j: number, b: number) =>
    f(parameters.map((value, k) => value + (k === i ? a : 0) + (k === j ? b : 0)));
  const second = (i: number, j: number, share: number) => {
    const [a, b] = [steps[i] * share, steps[j] * share];
    if (i === j) return (at(i, a, j, 0) - 2 * f(parameters) + at(i, -a, j, 0)) / a ** 2;
    return (at(i, a, j, b) - at(i, a, j, -b) - at(i, -a, j, b) + at(i, -a, j, -b)) / (4 * a * b);
  };
  return parameters.map((_, i) =>
    parameters.map((_unused, j) => extrapolated([1, 1 / 2, 1 / 4].map((share) => second(i, j, share)))),
  );
}

/** Richardson's extrapolation of estimates with error O(h²) at steps h, h/2, h/4. */
function extrapolated([coarse, middle, fine]: readonly number[]): number {
  const first = (4 * middle - coarse) / 3;
  const second = (4 * fine - middle) / 3;
  return (16 * second - first) / 15;
}

/**
 * Minimises a smooth function that is even in each coordinate (deviations have no sign), by Nelder and Mead's simplex,
 * restarted until nothing changes. Coordinates that end close to 0 are set to it.
 */
function minimize(f: (at: readonly number[]) => number, start: readonly number[]): number[] {
  let best = [...start];
  for (let round = 0, size = 0.5; round < 12; round++, size = Math.max(size / 4, 1e-3)) {
    const next = simplex(f, best, size);
    const moved = Math.max(...next.map((value, i) => Math.abs(value - best[i])));
    best = next;
    if (round > 2 && moved < 1e-9) break;
  }
  best = best.map(Math.abs);
  for (let i = 0; i < best.length; i++) {
    const without = best.map((value, k) => (k === i ? 0 : value));
    if (best[i] < 1e-3 && f(without) <= f(best) + 1e-9) best = without;
  }
  return best;
}

function simplex(f: (at: readonly number[]) => number, start: readonly number[], size: number): number[] {
  const n = start.length;
  let points = [start, ...start.map((_, i) => start.map((value, k) => (k === i ? value + size : value)))].map(
    (at) => ({ at: [...at], value: f(at) }),
  );
  const combined = (a: readonly number[], b: readonly number[], t: number) => {
    const at = a.map((value, i) => value + t * (b[i] - value));
    return { at, value: f(at) };
  };
  for (let step = 0; step < 400; step++) {
    points.sort((p, q) => p.value - q.value);
    const worst = points[n];
    if (worst.value - points[0].value < 1e-12 && distance(points[0].at, worst.at) < 1e-10) break;
    const centre = start.map((_, i) => points.slice(0, n).reduce((sum, { at }) => sum + at[i], 0) / n);
    const reflected = combined(centre, worst.at, -1);
    if (reflected.value < points[0].value) {
      const expanded = combined(centre, worst.at, -2);
      points[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < points[n - 1].value) points[n] = reflected;
    else {
      const contracted = combined(centre, worst.at, reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) points[n] = contracted;
      else points = points.map(({ at }, i) => (i === 0 ? points[0] : combined(points[0].at, at, 0.5)));
    }
  }
  return points.reduce((a, b) => (b.value < a.value ? b : a)).at;
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i])));
}
