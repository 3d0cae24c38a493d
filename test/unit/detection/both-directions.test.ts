import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { Detection } from '../../../src/common/events/detection';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { WRITTEN_BY } from '../../../src/common/version';
import { detect } from '../../../src/engine/detection/detect';
import { detectRange } from '../../../src/engine/detection/detect-range';
import { explain } from '../../../src/engine/detection/explain';
import { edited } from '../../../src/engine/results/edits';
import { readResults } from '../../../src/engine/results/read-h5';
import { untouched } from '../../../src/engine/results/results-file';
import { writeResults } from '../../../src/engine/results/write';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

const inward = [3000, 9000, 15_000, 21_000, 26_000];
const outward = [6000, 12_000, 18_000];
const trace = syntheticTrace({
  samples: 30_000,
  events: [
    ...inward.map((onset, i) => ({ onset, amplitude: -20 - 2 * i })),
    ...outward.map((onset, i) => ({ onset, amplitude: 25 + 3 * i })),
  ],
  noise: 0.3,
});
const parameters = { ...defaultParameters(), convolve_win: 8 };
const found = (event_direction: 'negative' | 'positive' | 'both') =>
  detect(trace, toyModel(), { ...parameters, event_direction }, silentTask());
const locations = ({ events }: Pick<Detection, 'events'>) => events.map(({ location }) => location);
const near = (at: readonly number[], onsets: readonly number[]) =>
  at.length === onsets.length && onsets.every((onset, i) => Math.abs((at[i] ?? 0) - onset) < 20);

test('inward and outward events of one run are those of two runs, each with its direction', async () => {
  const [negative, positive, both] = [await found('negative'), await found('positive'), await found('both')];
  assert.ok(near(locations(negative), inward), `inward at ${locations(negative)}`);
  assert.ok(near(locations(positive), outward), `outward at ${locations(positive)}`);
  const ofSign = (sign: number) => both.events.filter(({ direction }) => direction === sign);
  assert.deepEqual(ofSign(-1), negative.events);
  assert.deepEqual(ofSign(1), positive.events);
  assert.deepEqual(
    locations(both),
    [...locations(negative), ...locations(positive)].sort((a, b) => a - b),
  );
  const width = both.points_before + both.points_after;
  const second = both.snippets.subarray(width, 2 * width);
  assert.deepEqual(second, positive.snippets.subarray(0, width));
});

test('statistics and averages of both directions stay apart, and nothing is averaged over both', async () => {
  const [negative, positive, both] = [await found('negative'), await found('positive'), await found('both')];
  const { statistics } = both;
  assert.deepEqual(statistics.directions, { negative: negative.statistics, positive: positive.statistics });
  assert.equal(statistics.events, 8);
  assert.equal(statistics.frequency_hz, 8 / 1.5);
  assert.equal(statistics.amplitude.n, 0);
  assert.ok(Number.isNaN(statistics.amplitude.mean) && Number.isNaN(statistics.interval_s.mean));
  assert.equal(both.average, null);
  assert.deepEqual(both.averages, { negative: negative.average, positive: positive.average });
  assert.deepEqual(both.predictions, { negative: negative.prediction, positive: positive.prediction });
  assert.equal(explain(both, (both.events[1]?.peak ?? 0) - 2).verdict, 'event');
});

test('a file of both directions is read back as it was, its tables say the direction', async () => {
  const both = await found('both');
  const folder = temporaryFolder();
  const formats = ['h5', 'csv', 'table', 'xlsx'] as const;
  await writeResults(both, { folder, stem: 'a', overwrite: false, formats, prediction: true });
  const { detection } = await readResults(path.join(folder, 'a_results.h5'));
  for (const name of ['events', 'snippets', 'averages', 'predictions', 'prediction', 'candidates'] as const)
    assert.deepEqual(detection[name], both[name], name);
  assert.deepEqual(detection.statistics, both.statistics);
  const csv = await readFile(path.join(folder, 'a_individual.csv'), 'utf8');
  assert.match(csv, /^direction,-1\.0,1\.0,-1\.0,1\.0,-1\.0,1\.0,-1\.0,-1\.0$/m);
  const averages = await readFile(path.join(folder, 'a_avgs.csv'), 'utf8');
  assert.match(averages, /^inward amplitude mean,-\d/m);
  assert.match(averages, /^outward amplitude mean,\d/m);
});

test('deleting an inward event changes no outward one', async () => {
  const both = await found('both');
  const base = untouched(both, WRITTEN_BY);
  const gone = both.events[2]?.location ?? 0;
  const { detection, deletedCount } = edited(base, { deleted: [gone], excluded: [], added: [] }, new Map());
  assert.equal(deletedCount, 1);
  assert.equal(detection.statistics.directions?.negative.events, 4);
  assert.deepEqual(detection.statistics.directions?.positive, both.statistics.directions?.positive);
  assert.deepEqual(detection.averages?.positive, both.averages?.positive);
  const [before, after] = [both, detection].map(({ events }) =>
    events.find((e) => e.location > 14_900 && e.direction < 0),
  );
  assert.equal(after?.location, before?.location);
  // Now counted from the inward event before the deleted one.
  assert.ok((after?.interval_s ?? 0) > 1.5 * (before?.interval_s ?? 0));
});

test('a range shows the events of both directions in order', async () => {
  const { events } = await detectRange(
    trace,
    { from: 2000, to: 13_000 },
    toyModel(),
    { ...parameters, event_direction: 'both' },
    silentTask(),
  );
  assert.deepEqual([...events.direction], [-1, 1, -1, 1]);
  assert.ok(near([...events.location], [3000, 6000, 9000, 12_000]));
});
