import { mean, variance } from '../statistics/cell-tests';
import { tQuantile } from '../statistics/distributions';
import { fitMixedModel } from '../statistics/mixed-model';
import { cellsOf, isCrossed, type NestedData } from '../statistics/nested-data';

/** A mean with its 95 % interval; without one if it cannot be told. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/** Mean of a group's cells with a 95 % interval by Student's t. */
export function meanInterval(values: readonly number[]): Interval {
  const centre = mean(values);
  if (values.length < 2) return { mean: centre, low: Number.NaN, high: Number.NaN };
  const half = tQuantile(0.95, values.length - 1) * Math.sqrt(variance(values) / values.length);
  return { mean: centre, low: centre - half, high: centre + half };
}

/**
 * Mean of every group with a 95 % interval by the mixed model that compares them (random intercepts of animal and cell);
 * undefined where it cannot be fitted, or cells are in several groups, where nothing is compared by it. Satterthwaite's
 * degrees of freedom collapse where a variance is hardly known, so at least those between the group's cells are used, or
 * its animals where these differ.
 */
export function modelIntervals(data: NestedData): Interval[] | undefined {
  if (isCrossed(data)) return undefined;
  const fit = fitMixedModel(data);
  if (!fit?.means.every(({ se, df }) => Number.isFinite(se) && df > 0)) return undefined;
  const cells = cellsOf(data);
  const level = (fit.variance.animal ?? 0) > 0 ? 'animal' : 'cell';
  return fit.means.map(({ estimate, se, df }, group) => {
    const units = new Set(cells.filter((cell) => cell.group === group).map((cell) => cell[level])).size;
    const half = tQuantile(0.95, Math.max(df, units - 1, 1)) * se;
    return { mean: estimate, low: estimate - half, high: estimate + half };
  });
}
