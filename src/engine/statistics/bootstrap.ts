import { type Task, throwIfCancelled } from '../../common/task';
import { breathe } from '../scheduling/breathe';
import { Random } from '../signal/random';
import { mean, median } from './cell-tests';
import { type CellOfGroup, cellsOf, type NestedData } from './nested-data';

/** Statistics that reduce the events of a cell to one number; all cells have equal weight. */
export const STATISTICS = {
  mean: { ofCell: mean, ofCells: mean },
  median: { ofCell: median, ofCells: median },
  geometric_mean: {
    ofCell: (values: ArrayLike<number>) => mean(Array.from(values, Math.log)),
    ofCells: (cells: ArrayLike<number>) => Math.exp(mean(cells)),
  },
} as const;

export type Statistic = keyof typeof STATISTICS;

export interface BootstrapComparison {
  statistic: Statistic;
  /** Of the other group minus the reference, without resampling. */
  difference: number;
  /** Percentile interval, 95 %. */
  low: number;
  high: number;
  /** Standard deviation of the differences. */
  se: number;
  /** Twice the smaller fraction of differences on either side of 0. */
  p: number;
  resamples: number;
}

/**
 * Hierarchical bootstrap of the difference between two groups: animals are drawn with replacement, cells within each
 * drawn animal, events within each drawn cell, so that the interval includes the variance of every level.
 *
 * Source: Saravanan et al., Neurons Behav. Data Anal. Theory 3 (2020).
 *
 * @param groups indices of the reference group and of the other
 */
export async function bootstrapDifference(
  data: NestedData,
  groups: readonly [number, number],
  statistics: readonly Statistic[],
  { seed, resamples }: { seed: number; resamples: number },
  task: Task,
): Promise<BootstrapComparison[]> {
  const trees = groups.map((group) => treeOf(cellsOf(data).filter((cell) => cell.group === group)));
  const random = new Random(seed, groups[0], groups[1]);
  const drawn = statistics.map(() => new Float64Array(resamples));
  for (let i = 0; i < resamples; i++) {
    if (i % 50 === 0) await breathe(task);
    const samples = trees.map((tree) => resampled(tree, random));
    statistics.forEach((statistic, s) => {
      drawn[s][i] = statisticOf(samples[1], statistic) - statisticOf(samples[0], statistic);
    });
  }
  throwIfCancelled(task);
  return statistics.map((statistic, s) => {
    const [reference, other] = trees.map((tree) => statisticOf(tree.flat(), statistic));
    return { statistic, difference: other - reference, resamples, ...summaryOf(drawn[s]) };
  });
}

/** Animals, each with its cells, each with its events. */
type Tree = Float64Array[][];

function treeOf(cells: readonly CellOfGroup[]): Tree {
  const animals = new Map<number, Float64Array[]>();
  for (const { animal, values } of cells) animals.set(animal, [...(animals.get(animal) ?? []), values]);
  return [...animals.values()];
}

/** The cells of one resample. */
function resampled(tree: Tree, random: Random): Float64Array[] {
  return tree.flatMap(() => {
    const animal = tree[random.integer(tree.length)];
    return animal.map(() => {
      const cell = animal[random.integer(animal.length)];
      return cell.map(() => cell[random.integer(cell.length)]);
    });
  });
}

function statisticOf(cells: readonly Float64Array[], statistic: Statistic): number {
  const { ofCell, ofCells } = STATISTICS[statistic];
  return ofCells(cells.map(ofCell));
}

function summaryOf(differences: Float64Array): { low: number; high: number; se: number; p: number } {
  const sorted = differences.toSorted();
  const n = sorted.length;
  const at = (share: number) => {
    const place = share * (n - 1);
    const low = Math.floor(place);
    return sorted[low] + (place - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
  };
  const below = sorted.filter((value) => value <= 0).length;
  const above = sorted.filter((value) => value >= 0).length;
  const centre = mean(sorted);
  const se = Math.sqrt(sorted.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (n - 1));
  return {
    low: at(0.025),
    high: at(0.975),
    se,
    p: Math.min(1, (2 * (Math.min(below, above) + 1)) / (n + 1)),
  };
}
