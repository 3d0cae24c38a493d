import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../src/common/task';
import { type Comparison, compareGroups } from '../../src/engine/statistics/compare-groups';
import { readEventTable } from '../../src/engine/statistics/read-event-table';
import { shared, sharedJson, withoutShared } from '../support/shared';

interface Fixed {
  term: string;
  estimate: number;
  se: number;
  df_satterthwaite: number;
  p: number;
  wald_low: number;
  wald_high: number;
}

interface Model {
  fixed: Fixed[];
  variance: Record<string, number>;
  reml_deviance: number;
}

interface Cells {
  n: Record<'cells' | 'animals' | 'events', Record<string, number>>;
  mean_of_cell_means: Record<string, number>;
  geometric_mean_of_cells: Record<string, number>;
  welch: Record<string, number>;
  mann_whitney: { U: number; p_exact: number; p_normal_continuity: number };
  welch_anova?: { F: number; df2: number; p: number };
  kruskal?: { H: number; p: number };
  pairwise_welch_holm?: { pairs: string[]; p: number[]; holm: number[] };
}

interface Reference {
  raw: Model;
  log: Model;
  cells: Cells;
}

function near(actual: unknown, expected: number, relative: number, what: string): void {
  assert.ok(
    Math.abs(Number(actual) - expected) <= relative * Math.abs(expected) + 1e-12,
    `${what}: ${actual}, in R ${expected}`,
  );
}

const options = { seed: 1, resamples: 200, shuffles: 100 };

for (const name of ['balanced_effect', 'unbalanced_effect', 'three_groups']) {
  test(`${name}: mixed models and tests on cells agree with R`, { skip: withoutShared }, async () => {
    const reference = sharedJson<Record<string, Reference>>('statistics', 'reference.json')[name];
    const { measures } = await readEventTable(shared('statistics', `${name}.csv`));
    assert.deepEqual(
      measures.map((one) => one.name),
      ['amplitude'],
    );
    const found = await compareGroups('amplitude', measures[0].data, options, silentTask());
    for (const scale of ['raw', 'log'] as const) {
      const expected = reference[scale];
      const rows = found.comparisons.filter((row) => row.method === 'mixed-model' && row.scale === scale);
      assert.equal(rows.length, expected.fixed.length - 1);
      for (const [i, fixed] of expected.fixed.slice(1).entries()) mixedAgrees(rows[i], fixed, expected);
    }
    cellsAgree(found.comparisons, reference.cells);
    for (const { name: group, ...summary } of found.groups) {
      const { n, mean_of_cell_means, geometric_mean_of_cells } = reference.cells;
      assert.equal(summary.cells, n.cells[group]);
      assert.equal(summary.animals, n.animals[group]);
      assert.equal(summary.events, n.events[group]);
      near(summary.mean, mean_of_cell_means[group], 1e-9, 'mean of cell means');
      near(summary.geometric_mean, geometric_mean_of_cells[group], 1e-9, 'geometric mean');
    }
  });
}

function mixedAgrees(row: Comparison, fixed: Fixed, { variance, reml_deviance }: Model): void {
  near(row.difference, fixed.estimate, 1e-4, 'estimate');
  near(row.se, fixed.se, 1e-4, 'standard error');
  near(row.df, fixed.df_satterthwaite, 1e-3, 'degrees of freedom');
  near(row.p, fixed.p, 1e-3, 'p');
  near(row.low, fixed.wald_low, 1e-4, 'low');
  near(row.high, fixed.wald_high, 1e-4, 'high');
  near(row['reml_deviance'], reml_deviance, 1e-9, 'deviance');
  const own = row['variance'] as { animal: number; cell: number; residual: number };
  near(own.cell, variance['cell'], 1e-4, 'variance of cells');
  near(own.animal, variance['animal'], 1e-4, 'variance of animals');
  near(own.residual, variance['Residual'], 1e-4, 'residual variance');
}

function cellsAgree(comparisons: readonly Comparison[], cells: Cells): void {
  const first = (method: string) => comparisons.find((row) => row.method === method);
  const welch = first('welch')!;
  for (const key of ['difference', 't', 'df', 'p', 'low', 'high'])
    near(welch[key], cells.welch[key], 1e-6, key);
  const ranks = first('mann-whitney')!;
  assert.equal(ranks['U'], cells.mann_whitney.U);
  near(ranks.p, cells.mann_whitney.p_exact, 1e-6, 'exact p');
  near(ranks['p_normal'], cells.mann_whitney.p_normal_continuity, 1e-6, 'p by the normal approximation');
  const { welch_anova, kruskal: rankTest, pairwise_welch_holm: holmed } = cells;
  if (!welch_anova || !rankTest || !holmed) return;
  const anova = first('welch-anova')!;
  near(anova['F'], welch_anova.F, 1e-6, 'F');
  near(anova['df2'], welch_anova.df2, 1e-6, 'df2');
  near(anova.p, welch_anova.p, 1e-5, "p of Welch's ANOVA");
  const kruskal = first('kruskal-wallis')!;
  near(kruskal['H'], rankTest.H, 1e-9, 'H');
  near(kruskal.p, rankTest.p, 1e-6, 'p of Kruskal and Wallis');
  const pairs = comparisons.filter((row) => row.method === 'welch');
  const byName = new Map(pairs.map((row) => [`${row.groups[1]}-${row.groups[0]}`, row]));
  for (const [i, pair] of holmed.pairs.entries()) {
    const row = byName.get(pair) ?? byName.get(pair.split('-').reverse().join('-'))!;
    near(row.p, holmed.p[i], 1e-6, pair);
    near(row.p_holm, holmed.holm[i], 1e-6, `${pair}, Holm`);
  }
}
