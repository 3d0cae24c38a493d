import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { Random } from '../../../src/engine/signal/random';
import { pairedTest, welch } from '../../../src/engine/statistics/cell-tests';
import { compareGroups } from '../../../src/engine/statistics/compare-groups';
import { type ConditionedRow, splitByCondition } from '../../../src/engine/statistics/conditions';
import { nestedData } from '../../../src/engine/statistics/nested-data';

const few = { seed: 1, resamples: 100, shuffles: 20 };

/** Cells of two groups, each measured before and in a drug, which changes every cell by another amount. */
function study(seed: number, effects: Record<string, number>, cells = 6): ConditionedRow[] {
  const random = new Random(seed);
  return Object.entries(effects).flatMap(([group, effect]) =>
    Array.from({ length: cells }, () => [random.normal(0, 3), random.normal(0, 2)] as const).flatMap(
      ([cellShift, change], c) =>
        ['before', 'drug "10, µM"'].flatMap((condition, k) =>
          Array.from({ length: 30 + 5 * c }, () => ({
            ...{ group, condition, animal: `${group} ${c >> 1}`, cell: `Zelle ${c}, links` },
            value: 20 + cellShift + k * (effect + change) + random.normal(0, 4),
          })),
        ),
    ),
  );
}

const meansOf = (rows: readonly ConditionedRow[], group: string, condition: string) => {
  const cells = [...new Set(rows.filter((row) => row.group === group).map(({ cell }) => cell))];
  return cells.map((cell) => {
    const own = rows.filter((r) => r.group === group && r.cell === cell && r.condition === condition);
    return own.reduce((sum, { value }) => sum + value, 0) / own.length;
  });
};

test('a measure in two conditions is compared in each and in the change of cells', async () => {
  const rows = study(3, { ctl: 0, KO: 5 });
  const drug = 'drug "10, µM"';
  const parts = splitByCondition('rise', rows, 'KO');
  assert.deepEqual(
    parts.map(({ name }) => name),
    ['before: rise', `${drug}: rise`, `${drug} − before: rise`],
  );
  const [before, , change] = parts;
  assert.deepEqual(before?.data.groups, ['KO', 'ctl']);
  assert.equal(before?.data.values.length, rows.length / 2);
  assert.equal(change?.data.values.length, 12, 'one value per cell');
  const { comparisons, pooled_test } = await compareGroups(
    change?.name ?? '',
    change?.data ?? nestedData([]),
    { ...few, ...(change?.change && { change: change.change }) },
    silentTask(),
  );
  assert.equal(pooled_test, null);
  for (const group of ['ctl', 'KO']) {
    const own = comparisons.find(({ method, within }) => method === 'paired' && within === group);
    const expected = pairedTest(meansOf(rows, group, 'before'), meansOf(rows, group, drug));
    assert.ok(Math.abs((own?.p ?? 0) - (expected?.p ?? 1)) < 1e-12, group);
    assert.ok(Math.abs((own?.difference ?? 0) - (expected?.difference ?? 1)) < 1e-12);
    assert.deepEqual(own?.groups, ['before', drug]);
    assert.equal(own?.['cells'], 6);
  }
  // The interaction: changes of one group against those of the other.
  const changes = (group: string) => {
    const first = meansOf(rows, group, 'before');
    return meansOf(rows, group, drug).map((value, i) => value - (first[i] ?? Number.NaN));
  };
  const interaction = comparisons.find(({ method }) => method === 'welch');
  const expected = welch(changes('KO'), changes('ctl'));
  assert.ok(Math.abs((interaction?.p ?? 0) - (expected?.p ?? 1)) < 1e-12);
});

test('one condition, or none, changes nothing', () => {
  const rows = study(4, { a: 0, b: 1 }).filter(({ condition }) => condition === 'before');
  assert.deepEqual(splitByCondition('rise', rows), [{ name: 'rise', data: nestedData(rows) }]);
});

test('conditions that only name the groups once more do not keep the groups from being compared', () => {
  const rows = study(4, { a: 0, b: 1 }).filter(
    ({ group, condition }) => (group === 'a') === (condition === 'before'),
  );
  const [measure, ...others] = splitByCondition('rise', rows);
  assert.deepEqual(measure?.data.groups, ['a', 'b']);
  assert.deepEqual(others, []);
});

test('a cell measured in one condition only has no change; without such cells no change is compared', () => {
  const rows = study(5, { a: 0 }).filter(
    ({ condition, cell }) => (condition === 'before') === cell.startsWith('Zelle 0'),
  );
  assert.equal(splitByCondition('rise', rows).length, 2);
});

test('a drug without effect on average is called effective in about 5 % of studies, by every test', async () => {
  const called: Record<string, number> = {};
  const studies = 200;
  for (let seed = 0; seed < studies; seed++) {
    const [, , change] = splitByCondition('rise', study(seed, { ctl: 0, KO: 0 }));
    if (!change?.change) throw new Error('no change');
    const options = { ...few, resamples: 1, change: change.change };
    const { comparisons } = await compareGroups(change.name, change.data, options, silentTask());
    for (const { method, within, p } of comparisons) {
      const name = `${method} ${within ?? 'interaction'}`;
      called[name] = (called[name] ?? 0) + (p < 0.05 && method !== 'bootstrap' ? 1 : 0);
    }
  }
  // 95 % of binomial counts around 5 % of 200 are within 4 and 17.
  for (const [name, count] of Object.entries(called))
    if (!name.startsWith('bootstrap'))
      assert.ok(count >= 2 && count <= 20, `${name}: ${count} of ${studies}`);
  assert.ok('mixed-model interaction' in called && 'mixed-model ctl' in called && 'paired KO' in called);
});

test('cells measured in several groups are compared in pairs, without a model that counts their events', async () => {
  const rows = study(6, { all: 0 }).map((row) => ({ ...row, group: row.condition }));
  const { comparisons, notes } = await compareGroups('rise', nestedData(rows), few, silentTask());
  assert.ok(comparisons.some(({ method }) => method === 'paired'));
  assert.ok(!comparisons.some(({ method }) => method === 'mixed-model'));
  assert.ok(notes.some((note) => note.includes('compared in pairs')));
});
