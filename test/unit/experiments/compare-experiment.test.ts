import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { compareExperiment } from '../../../src/engine/experiments/compare-experiment';
import { rowEvents } from '../../support/row-events';

const experiment = { file: '/study/study.miniml.csv', rows: [] };
const compare = (results: ReturnType<typeof rowEvents>, heading: string | null = null) =>
  compareExperiment(experiment, results, { heading, quick: false }, silentTask());

test('a known difference is found by every test, with its interval and its methods', async () => {
  const { groups, tests, measure } = await compare(rowEvents({ groups: { ctl: 20, TTX: 40 } }));
  assert.equal(measure, 'amplitude (pA)');
  assert.deepEqual(
    groups.map(({ name }) => name),
    ['ctl', 'TTX'],
  );
  assert.match(groups[0].n, /^4 cells of 2 animals, \d+ events$/);
  assert.match(groups[0].mean, /^−2\d(\.\d)? ± \d(\.\d)?\spA$/);
  assert.deepEqual(
    tests.map(({ summary, label }) => `${summary}: ${label}`),
    [
      'mean: Mixed model',
      'mean: Bootstrap',
      'mean: Welch’s test on cells',
      'mean: Mann–Whitney test on cells',
      'median: Bootstrap',
      'geometric mean: Mixed model of logarithms',
      'geometric mean: Bootstrap',
    ],
  );
  const [model, , welch, ranks] = tests;
  assert.match(model.findings[0].text, /^TTX is \d\d(\.\d)?\spA larger than ctl$/);
  assert.match(model.findings[0].interval ?? '', /^\d+(\.\d+)? to \d+(\.\d+)?\spA$/);
  assert.match(model.methods, /linear mixed model[^;]*\. Intervals are 95 %.*TTX − ctl −\d+/s);
  assert.doesNotMatch(model.methods, /bootstrap|Welch/);
  assert.match(welch.methods, /Welch’s t-test on means of cells.*TTX − ctl −\d.* p [=<] .*Welch’s t-test\)/s);
  assert.equal(ranks.findings[0].text, 'TTX against ctl');
});

test('a difference that may be none is not said to be one', async () => {
  const { tests } = await compare(rowEvents({ groups: { ctl: 20, TTX: 20.2 } }));
  const texts = tests.flatMap(({ findings }) => findings.map(({ text }) => text));
  assert.match(texts[0], /^TTX is not clearly different from ctl: [\d.]+\spA (larger|smaller)$/);
  assert.ok(texts.some((text) => /^TTX is not clearly different from ctl: [\d.]+ times$/.test(text)));
  assert.ok(texts.every((text) => !/ than ctl$/.test(text)));
});

test('figures are those of the measure, the time course and the averages; the pooled test is refused with its rate', async () => {
  const { figures, pooled } = await compare(rowEvents({ groups: { ctl: 20, TTX: 22 } }), 'halfdecay (s)');
  assert.deepEqual(
    figures.map(({ name }) => name),
    ['superplot-halfdecay', 'cumulative-halfdecay', 'time-course', 'average-events'],
  );
  assert.match(pooled ?? '', /finds p < 0\.05 in \d+ % of them; a valid test does in 5 %\./);
});

test('cells of both groups are paired; a table without groups is one group; some without one is refused', async () => {
  const paired = await compare(rowEvents({ groups: { before: 20, after: 30 }, paired: true }));
  assert.ok(paired.figures.some(({ name }) => name === 'pairs-amplitude'));
  assert.ok(paired.tests.some(({ label }) => label === 'Paired t-test on cells'));
  const results = rowEvents({ groups: { ctl: 20 } });
  const one = await compare(results.map((each) => ({ ...each, row: { ...each.row, group: '' } })));
  assert.equal(one.ungrouped, true);
  assert.deepEqual([one.groups.length, one.tests.length, one.pooled], [1, 0, null]);
  const some = results.map((each, i) => ({ ...each, row: { ...each.row, group: i === 1 ? '' : 'ctl' } }));
  await assert.rejects(compare(some), /has no group in line 3\. Every compared row needs one\./);
});
