import type { Task } from '../../common/task';
import { bootstrapDifference, type Statistic } from './bootstrap';
import {
  holm,
  kruskalWallis,
  mannWhitney,
  mean,
  median,
  pairedTest,
  variance,
  welch,
  welchAnova,
} from './cell-tests';
import { changeTests } from './change-tests';
import type { GroupedMeasure } from './conditions';
import { tQuantile } from './distributions';
import { fitMixedModel, type MixedModel } from './mixed-model';
import { cellsOf, isCrossed, mapValues, type NestedData, unreplicatedGroups } from './nested-data';
import { pooledFalsePositiveRate } from './pooled-test';

/** One measure in all groups: descriptive figures and comparisons, cells and animals as the units of replication. */
export interface MeasureComparison {
  measure: string;
  groups: GroupSummary[];
  comparisons: Comparison[];
  /** Conditions between which each value is the change of one cell; absent where values are of events. */
  change?: readonly [from: string, to: string];
  /** See {@link pooledFalsePositiveRate}; null if it cannot be computed. */
  pooled_test: { false_positive_rate: number; shuffles: number; unit: 'animal' | 'cell' } | null;
  /** Reasons for missing results. */
  notes: string[];
}

export interface GroupSummary {
  name: string;
  cells: number;
  animals: number;
  events: number;
  /** Of the cells' means; sd between cells. */
  mean: number;
  sd: number | null;
  /** Of the cells' medians. */
  median: number;
  /** Of the cells' geometric means; null if values have different signs. */
  geometric_mean: number | null;
}

export interface Comparison {
  method:
    | 'mixed-model'
    | 'bootstrap'
    | 'welch'
    | 'paired'
    | 'mann-whitney'
    | 'welch-anova'
    | 'kruskal-wallis';
  /** `log`: of the natural logarithm of the values' magnitude; differences are then logarithms of ratios. */
  scale: 'raw' | 'log';
  /** Reference group, then the other; all groups for a test over several. Conditions, if `within` names a group. */
  groups: string[];
  /** The group in whose cells two conditions are compared. */
  within?: string;
  /** The other group minus the reference. */
  difference?: number;
  se?: number;
  df?: number;
  /**
   * 95 % interval of the difference. Mixed model: Wald, difference ± 1.96 se, as lme4 gives it; `t_low` and `t_high`
   * use Satterthwaite's degrees of freedom, as `p` does.
   */
  low?: number;
  high?: number;
  t_low?: number;
  t_high?: number;
  p: number;
  /** Corrected by Holm's method for the pairs of this method, with three groups or more. */
  p_holm?: number;
  [detail: string]: unknown;
}

export interface ComparisonOptions {
  seed: number;
  /** 0 leaves out the bootstrap. */
  resamples: number;
  /** 0 leaves out the false-positive rate of a pooled test. */
  shuffles: number;
}

const WALD = 1.959963984540054;

/** Compares groups of nested data in one measure. */
export async function compareGroups(
  measure: string,
  data: NestedData,
  options: ComparisonOptions & Pick<GroupedMeasure, 'change'>,
  task: Task,
): Promise<MeasureComparison> {
  const sign = signOf(data.values);
  const notes: string[] = [];
  const comparisons: Comparison[] = options.change ? changeTests(data, options.change) : [];
  const crossed = isCrossed(data);
  if (crossed)
    notes.push(
      'Cells were measured in several groups: they are compared in pairs. A mixed model with one intercept per cell would take their events for replicates of the effect and is left out.',
    );
  if (data.groups.length > 1) {
    const single = unreplicatedGroups(data);
    notes.push(...replicationNotes(data, single));
    if (!crossed) comparisons.push(...mixedModels(data, 'raw', notes));
    // Changes have both signs, and no logarithm.
    if (!crossed && !options.change) comparisons.push(...logarithmicModels(measure, data, sign, notes));
    if (options.resamples > 0) comparisons.push(...(await bootstraps(data, { sign, single }, options, task)));
    comparisons.push(...cellComparisons(data, notes));
  }
  const pooled =
    data.groups.length > 1 && !options.change && options.shuffles > 0
      ? pooledFalsePositiveRate(data, options)
      : undefined;
  return {
    measure,
    groups: data.groups.map((name, group) => summaryOf(name, group, data, sign)),
    comparisons,
    ...(options.change && { change: options.change }),
    pooled_test: pooled
      ? { false_positive_rate: pooled.rate, shuffles: pooled.shuffles, unit: pooled.unit }
      : null,
    notes: [...new Set(notes)],
  };
}

/** The common sign of all values; undefined if they differ, or some are 0. */
function signOf(values: Float64Array): 1 | -1 | undefined {
  if (values.every((value) => value > 0)) return 1;
  return values.every((value) => value < 0) ? -1 : undefined;
}

function summaryOf(name: string, group: number, data: NestedData, sign: 1 | -1 | undefined): GroupSummary {
  const cells = cellsOf(data).filter((cell) => cell.group === group);
  const means = cells.map(({ values }) => mean(values));
  const logs = cells.map(({ values }) => mean(values.map((value) => Math.log((sign ?? 1) * value))));
  return {
    name,
    cells: cells.length,
    animals: new Set(cells.map(({ animal }) => animal)).size,
    events: cells.reduce((sum, { values }) => sum + values.length, 0),
    mean: mean(means),
    sd: means.length > 1 ? Math.sqrt(variance(means)) : null,
    median: median(cells.map(({ values }) => median(values))),
    geometric_mean: sign === undefined ? null : sign * Math.exp(mean(logs)),
  };
}

/** What cannot be told from so few cells or animals. @param single groups of one cell */
function replicationNotes(data: NestedData, single: readonly string[]): string[] {
  if (single.length > 0)
    return [
      `${single.join(' and ')} ${single.length === 1 ? 'has only one cell' : 'have only one cell each'}, and events of one cell are no replicates. A comparison needs two cells of each group.`,
    ];
  const animals = data.groups.map(() => new Set<number>());
  for (const { group, animal } of cellsOf(data)) animals[group].add(animal);
  const isOne = animals.every(({ size }) => size === 1) && new Set(data.animal).size > 1;
  return isOne ? ['Each group is of one animal: a difference may be one between animals.'] : [];
}

function logarithmicModels(
  measure: string,
  data: NestedData,
  sign: 1 | -1 | undefined,
  notes: string[],
): Comparison[] {
  if (sign !== undefined)
    return mixedModels(
      mapValues(data, (value) => Math.log(sign * value)),
      'log',
      notes,
    );
  notes.push(`${measure} has values of both signs or zero, so nothing is compared on a logarithmic scale.`);
  return [];
}

function mixedModels(data: NestedData, scale: 'raw' | 'log', notes: string[]): Comparison[] {
  const model = fitMixedModel(data);
  if (!model) {
    if (unreplicatedGroups(data).length === 0)
      notes.push('The mixed model could not be fitted: a group has too few cells, or no value varies.');
    return [];
  }
  return model.fixed.slice(1).map((effect) => mixedModelRow(data, scale, model, effect));
}

function mixedModelRow(
  data: NestedData,
  scale: 'raw' | 'log',
  { fixed, variance: variances, reml_deviance }: MixedModel,
  { group, estimate, se, df, t, p }: MixedModel['fixed'][number],
): Comparison {
  const halfT = tQuantile(0.95, df) * se;
  const row: Comparison = {
    method: 'mixed-model',
    scale,
    groups: [data.groups[0], data.groups[group]],
    difference: estimate,
    se,
    df,
    t,
    low: estimate - WALD * se,
    high: estimate + WALD * se,
    t_low: estimate - halfT,
    t_high: estimate + halfT,
    p,
    intercept: fixed[0],
    variance: variances,
    reml_deviance,
  };
  if (scale === 'log')
    Object.assign(row, {
      ratio: Math.exp(estimate),
      ratio_low: Math.exp(estimate - halfT),
      ratio_high: Math.exp(estimate + halfT),
    });
  return row;
}

async function bootstraps(
  data: NestedData,
  { sign, single }: { sign: 1 | -1 | undefined; single: readonly string[] },
  options: ComparisonOptions,
  task: Task,
): Promise<Comparison[]> {
  const rows: Comparison[] = [];
  const statistics: Statistic[] =
    sign === undefined ? ['mean', 'median'] : ['mean', 'median', 'geometric_mean'];
  for (const pair of pairsOf(data.groups.length)) {
    if (pair.some((group) => single.includes(data.groups[group]))) continue;
    // Magnitudes are resampled, since their logarithms are needed; differences get their sign back.
    const magnitudes = sign === -1 ? mapValues(data, Math.abs) : data;
    const found = await bootstrapDifference(magnitudes, pair, statistics, options, task);
    for (const { difference, low, high, ...rest } of found) {
      const [least, most] = sign === -1 ? [-high, -low] : [low, high];
      rows.push({
        method: 'bootstrap',
        scale: 'raw',
        groups: pair.map((group) => data.groups[group]),
        difference: sign === -1 ? -difference : difference,
        low: least,
        high: most,
        ...rest,
      });
    }
  }
  return rows;
}

/** Comparisons of one number per cell. */
function cellComparisons(data: NestedData, notes: string[]): Comparison[] {
  const means = data.groups.map(() => new Map<number, number>());
  for (const { group, cell, values } of cellsOf(data)) means[group].set(cell, mean(values));
  const groups = means.map((cells) => [...cells.values()]);
  const rows: Comparison[] = [];
  for (const [method, test] of [
    ['welch', welchRow],
    ['mann-whitney', mannWhitneyRow],
  ] as const) {
    const found = pairsOf(groups.length).flatMap(([a, b]) => {
      const row = test(groups[a], groups[b]);
      return row ? [{ method, scale: 'raw' as const, groups: [data.groups[a], data.groups[b]], ...row }] : [];
    });
    if (found.length === 0 && unreplicatedGroups(data).length === 0)
      notes.push(
        `There are too few cells for ${method === 'welch' ? "Welch's" : 'Mann and Whitney’s'} test.`,
      );
    const corrected = holm(found.map(({ p }) => p));
    rows.push(...found.map((row, i) => (groups.length > 2 ? { ...row, p_holm: corrected[i] } : row)));
  }
  return [...rows, ...overall(data.groups, groups), ...pairedRows(data.groups, means)];
}

function welchRow(a: number[], b: number[]): { p: number } | undefined {
  return welch(a, b);
}

function mannWhitneyRow(a: number[], b: number[]): { p: number; U: number } | undefined {
  const found = mannWhitney(a, b);
  if (!found || a.length < 2 || b.length < 2) return undefined;
  const { u, ...rest } = found;
  return { U: u, ...rest };
}

/** Tests over three groups or more. */
function overall(names: readonly string[], groups: readonly number[][]): Comparison[] {
  if (groups.length < 3) return [];
  const anova = welchAnova(groups);
  const ranks = kruskalWallis(groups);
  const all = { scale: 'raw' as const, groups: [...names] };
  return [
    ...(anova
      ? [{ method: 'welch-anova' as const, ...all, F: anova.f, df: anova.df1, df2: anova.df2, p: anova.p }]
      : []),
    ...(ranks ? [{ method: 'kruskal-wallis' as const, ...all, H: ranks.h, df: ranks.df, p: ranks.p }] : []),
  ];
}

/** Cells measured in both groups: before and after. */
function pairedRows(names: readonly string[], means: readonly Map<number, number>[]): Comparison[] {
  return pairsOf(names.length).flatMap(([a, b]) => {
    const both = [...means[a].keys()].filter((cell) => means[b].has(cell));
    const test = pairedTest(
      both.map((cell) => means[a].get(cell)!),
      both.map((cell) => means[b].get(cell)!),
    );
    return test
      ? [
          {
            method: 'paired' as const,
            scale: 'raw' as const,
            groups: [names[a], names[b]],
            cells: both.length,
            ...test,
          },
        ]
      : [];
  });
}

/** Every pair of group indices, the reference's first. */
function pairsOf(groups: number): [number, number][] {
  return Array.from({ length: groups }, (_, a) =>
    Array.from({ length: groups - a - 1 }, (_unused, i): [number, number] => [a, a + i + 1]),
  ).flat();
}
