import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { Random } from '../../../src/engine/signal/random';
import { holm, mannWhitney, welch } from '../../../src/engine/statistics/cell-tests';
import { compareGroups } from '../../../src/engine/statistics/compare-groups';
import { fitMixedModel } from '../../../src/engine/statistics/mixed-model';
import { type EventRow, nestedData } from '../../../src/engine/statistics/nested-data';
import { pooledFalsePositiveRate } from '../../../src/engine/statistics/pooled-test';
import { readEventTable } from '../../../src/engine/statistics/read-event-table';

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'miniml-'));
});
after(() => rm(folder, { recursive: true }));

/** Events of `cells` cells in each of `animals` animals in each of two groups. */
function simulated(seed: number, effect: number, animals = 4, cells = 3, events = 40): EventRow[] {
  const random = new Random(seed);
  return ['control', 'treated'].flatMap((group, g) =>
    Array.from({ length: animals }, () => random.normal(0, 2)).flatMap((animalShift, a) =>
      Array.from({ length: cells }, () => random.normal(0, 3)).flatMap((cellShift, c) =>
        Array.from({ length: events }, () => ({
          group,
          animal: `${group} ${a}`,
          cell: `c${c}`,
          value: 20 + g * effect + animalShift + cellShift + random.normal(0, 5),
        })),
      ),
    ),
  );
}

test('cells of one name in different animals are different cells', () => {
  const data = nestedData(simulated(1, 0));
  assert.equal(data.animals, 8);
  assert.equal(data.cells, 24);
});

test('in balanced data the mixed model estimates the difference of the means, at the cells’ own uncertainty', () => {
  const rows = simulated(2, 8);
  const data = nestedData(rows);
  const model = fitMixedModel(data)!;
  const meanOf = (group: string) => {
    const own = rows.filter((row) => row.group === group).map(({ value }) => value);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const difference = meanOf('treated') - meanOf('control');
  assert.ok(Math.abs(model.fixed[1].estimate - difference) < 1e-9);
  assert.ok(Math.abs(model.fixed[0].estimate - meanOf('control')) < 1e-9);
  assert.ok(model.fixed[1].df < 23, 'events are not the unit of replication');
});

test('a million added to every value changes nothing but the intercept', () => {
  const rows = simulated(3, 4);
  const near = fitMixedModel(nestedData(rows))!;
  const far = fitMixedModel(nestedData(rows.map((row) => ({ ...row, value: row.value + 1e6 }))))!;
  assert.ok(Math.abs(far.fixed[1].estimate - near.fixed[1].estimate) < 1e-6);
  assert.ok(Math.abs(far.fixed[1].df / near.fixed[1].df - 1) < 1e-4);
  assert.ok(Math.abs(far.fixed[0].estimate - near.fixed[0].estimate - 1e6) < 1e-6);
});

test('the unit of the values changes neither degrees of freedom nor p', () => {
  const data = nestedData(simulated(2, 3));
  const model = fitMixedModel(data)!;
  for (const factor of [1e-5, 1e-3, 1e4]) {
    const scaled = fitMixedModel({ ...data, values: data.values.map((value) => value * factor) })!;
    const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-4, `${factor}: ${a} ${b}`);
    for (const [i, { estimate, se, df, p }] of model.fixed.entries()) {
      close(scaled.fixed[i].estimate, estimate * factor);
      close(scaled.fixed[i].se, se * factor);
      close(scaled.fixed[i].df, df);
      close(scaled.fixed[i].p, p);
    }
    close(scaled.variance.residual, model.variance.residual * factor ** 2);
  }
  assert.equal(model.means[0].estimate, model.fixed[0].estimate);
  assert.equal(model.means[0].df, model.fixed[0].df);
  assert.ok(Math.abs(model.means[1].estimate - model.fixed[0].estimate - model.fixed[1].estimate) < 1e-9);
  // Equal numbers of cells and events: both means are known equally well.
  assert.ok(Math.abs(model.means[1].se / model.means[0].se - 1) < 1e-6);
  assert.ok(Math.abs(model.means[1].df / model.means[0].df - 1) < 1e-3);
});

test('values without any spread have no mixed model, and say so', async () => {
  const rows = simulated(4, 0).map((row) => ({ ...row, value: 1 }));
  assert.equal(fitMixedModel(nestedData(rows)), undefined);
  const compared = await compareGroups('amplitude', nestedData(rows), few, silentTask());
  assert.ok(compared.notes.some((note) => /mixed model/.test(note)));
});

const few = { seed: 5, resamples: 400, shuffles: 200 };

test('bootstrap and mixed model find a large effect; the same seed gives the same interval', async () => {
  const data = nestedData(simulated(6, 15));
  const [first, again] = [
    await compareGroups('amplitude', data, few, silentTask()),
    await compareGroups('amplitude', data, few, silentTask()),
  ];
  assert.deepEqual(first, again);
  for (const row of first.comparisons.filter(({ difference }) => difference !== undefined)) {
    assert.ok(row.low! <= row.difference! && row.difference! <= row.high!, row.method);
    assert.ok(row.low! > 0 || row.scale === 'log', row.method);
  }
});

test('negative amplitudes: logarithms of magnitudes, differences with their sign', async () => {
  const rows = simulated(7, 15).map((row) => ({ ...row, value: -Math.abs(row.value) - 1 }));
  const { groups, comparisons } = await compareGroups('amplitude', nestedData(rows), few, silentTask());
  assert.ok(groups[1].geometric_mean! < groups[0].geometric_mean!);
  const geometric = comparisons.find((row) => row['statistic'] === 'geometric_mean')!;
  assert.ok(geometric.difference! < 0 && geometric.high! < 0 && geometric.low! < geometric.high!);
  const log = comparisons.find((row) => row.method === 'mixed-model' && row.scale === 'log')!;
  assert.ok(log.difference! > 0, 'the magnitude is larger');
});

test('cells measured before and after are compared in pairs', async () => {
  const rows = simulated(8, 0)
    .filter(({ group }) => group === 'control')
    .flatMap((row) => [row, { ...row, group: 'drug', value: row.value * 0.5 }]);
  const { comparisons } = await compareGroups('amplitude', nestedData(rows), few, silentTask());
  const paired = comparisons.find(({ method }) => method === 'paired')!;
  assert.equal(paired['cells'], 12);
  assert.ok(paired.p < 1e-6);
});

test('a test over pooled events calls shuffled groups different far too often', () => {
  const { rate, unit } = pooledFalsePositiveRate(nestedData(simulated(9, 0)), { seed: 1, shuffles: 300 })!;
  assert.equal(unit, 'animal');
  assert.ok(rate > 0.2, `${rate}`);
});

test('Welch, Mann–Whitney and Holm at the edges', () => {
  assert.equal(welch([1], [2, 3]), undefined);
  assert.equal(welch([1, 1], [1, 1]), undefined);
  // All of three against all of three: 2 of 20 arrangements are as extreme.
  assert.equal(mannWhitney([1, 2, 3], [4, 5, 6])!.p, 0.1);
  assert.equal(mannWhitney([1, 2, 2], [2, 5, 6])!.exact, false);
  assert.deepEqual(holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
});

test('a table as Excel writes it in German, and what is wrong with others', async () => {
  const file = path.join(folder, 'events.csv');
  await writeFile(
    file,
    '\ufeffGroup;Cell;Amplitude;Note\r\nctl;a;1,5;x\r\nctl;b;;y\r\nTTX;c;-2,25e1;z\r\nTTX;d;7;\r\n',
  );
  const { measures } = await readEventTable(file, 'TTX');
  assert.equal(measures.length, 1);
  assert.equal(measures[0].name, 'Amplitude');
  assert.deepEqual([...measures[0].data.values], [1.5, -22.5, 7]);
  assert.deepEqual(measures[0].data.groups, ['TTX', 'ctl']);
  assert.equal(measures[0].missing, 1);
  await assert.rejects(readEventTable(file, 'drug'), /no group "drug"\. Its groups are ctl, TTX\./);
  await writeFile(file, 'group,amplitude\nctl,1\n');
  await assert.rejects(readEventTable(file), /no column "cell"/);
  await writeFile(file, 'group,cell\nctl,1\n');
  await assert.rejects(readEventTable(file), /has no measure/);
  await writeFile(file, 'group,cell,amplitude\n,1,5\n');
  await assert.rejects(readEventTable(file), /no group in row 2/);
  await assert.rejects(readEventTable(path.join(folder, 'absent.csv')), /does not exist/);
});

test('a group of one cell is not compared, however many events it has; one animal per group is said', async () => {
  const options = { seed: 0, resamples: 100, shuffles: 0 };
  const compare = (rows: EventRow[]) =>
    compareGroups('amplitude (pA)', nestedData(rows), options, silentTask());
  const single = await compare(simulated(5, 20, 1, 1));
  assert.deepEqual(single.comparisons, []);
  assert.deepEqual(single.notes, [
    'control and treated have only one cell each, and events of one cell are no replicates. A comparison needs two cells of each group.',
  ]);
  const half = await compare(
    simulated(5, 20, 1, 2).filter(({ group, cell }) => group === 'control' || cell === 'c0'),
  );
  assert.deepEqual(half.comparisons, []);
  assert.match(half.notes[0], /^treated has only one cell, /);
  const animals = await compare(simulated(5, 20, 1, 3));
  assert.ok(animals.comparisons.some(({ method }) => method === 'mixed-model'));
  assert.deepEqual(animals.notes, ['Each group is of one animal: a difference may be one between animals.']);
  assert.deepEqual((await compare(simulated(5, 20, 2, 3))).notes, []);
});
