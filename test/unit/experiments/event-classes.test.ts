import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { inSamples } from '../../../src/common/parameters/lengths';
import { defaultParameters, type WrittenParameters } from '../../../src/common/parameters/parameters';
import type { RowReport } from '../../../src/common/row-report';
import { silentTask } from '../../../src/common/task';
import { detect } from '../../../src/engine/detection/detect';
import { summariseCells } from '../../../src/engine/experiments/cell-summary';
import { classesOf } from '../../../src/engine/experiments/event-classes';
import { kindsOfRow } from '../../../src/engine/experiments/event-kinds';
import { type RowEvents, readExperimentEvents } from '../../../src/engine/experiments/experiment-events';
import { eventRowsOf, summaryRows } from '../../../src/engine/experiments/experiment-tables';
import { experimentTable, writeSummary } from '../../../src/engine/experiments/gather';
import { detectionMethods } from '../../../src/engine/experiments/methods-text';
import { emptyReport, resultsFileOf } from '../../../src/engine/experiments/run-experiment';
import { writeResults } from '../../../src/engine/results/write';
import { traceOf } from '../../../src/engine/signal/trace';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { toyModel } from '../../support/toy-model';

// Time constants of 2 and 8 ms, so half decays of 1.4 and 5.5 ms, and two of them outward.
const fast = [3000, 9000, 15_000];
const slow = [6000, 12_000, 18_000, 24_000];
const outward = [20_500, 27_000];
const shape = (onsets: readonly number[], amplitude: number, decay: number, noise = 0) =>
  syntheticTrace({
    samples: 30_000,
    events: onsets.map((onset, i) => ({ onset, amplitude: amplitude * (1 + i / 10) })),
    baseline: 0,
    ...{ noise, decay },
  }).read(0, 30_000);
const shapes = [shape(fast, -20, 40, 0.2), shape(slow, -30, 160), shape(outward, 25, 40)];

function experimentIn(folder: string) {
  const row = {
    ...{
      line: 2,
      recording: path.join(folder, 'a.h5'),
      cell: 'c1',
      animal: 'm1',
      group: 'ctl',
      condition: '',
    },
    ...{ parameters: null, channel: null, sweep: null, direction: null, include: true, note: '' },
  };
  return { file: path.join(folder, 'study.csv'), rows: [row] };
}

async function rowWith(folder: string, written: Partial<WrittenParameters>): Promise<RowEvents> {
  const [one, ...others] = shapes;
  const values = one.map((value, i) => others.reduce((sum, other) => sum + other[i], value));
  const recipe = { ...defaultParameters(), convolve_win: 8, ...written };
  const parameters = inSamples(recipe, 20_000);
  const found = await detect(traceOf(values, 20_000, 'pA'), toyModel(), parameters, silentTask());
  const detection = { ...found, recipe };
  const formats = ['h5', 'csv', 'table'] as const;
  await writeResults(detection, { folder, stem: 'a', overwrite: true, formats, prediction: false });
  const [row] = await readExperimentEvents(experimentIn(folder), folder, silentTask());
  return row;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const counts = (row: RowEvents) =>
  kindsOfRow(row).map(({ kind, facts }) => [kind, facts.statistics.events] as const);

test('events below the limit are fast, the others slow, with frequencies, intervals, averages and summaries of their own', async () => {
  const row = await rowWith(temporaryFolder(), { class_limit: '3 ms' });
  assert.deepEqual(counts(row), [
    ['fast', 3],
    ['slow', 4],
    ['unclassified', 0],
  ]);
  const [quick, lasting, rest] = kindsOfRow(row);
  assert.equal(lasting.facts.statistics.frequency_hz, 4 / 1.5);
  const own = (onsets: readonly number[], id: 'amplitude' | 'peak') =>
    [...row.columns[id]].filter((_, i) =>
      onsets.some((onset) => Math.abs(row.columns.location[i] - onset) < 25),
    );
  assert.deepEqual([...quick.columns.amplitude], own(fast, 'amplitude'));
  const peaks = own(slow, 'peak');
  assert.deepEqual(
    [...lasting.columns.interval].slice(1),
    peaks.slice(1).map((at, i) => (at - peaks[i]) / 20_000),
  );
  assert.ok(Number.isNaN(lasting.columns.interval[0]));
  const [, slowCell] = summariseCells([row]);
  assert.equal(slowCell.kind, 'slow');
  assert.equal(slowCell.measures.amplitude?.n, 4);
  assert.ok(Math.abs((slowCell.measures.amplitude?.mean ?? 0) - mean(own(slow, 'amplitude'))) < 1e-9);
  assert.equal(rest.average, null);
  const halfOf = (values: Float64Array, before: number) => {
    const least = Math.min(...values);
    const peak = values.indexOf(least);
    assert.ok(peak >= before);
    return (values.findIndex((value, i) => i > peak && value > least / 2) - peak) / 20;
  };
  assert.deepEqual([quick.average?.count, lasting.average?.count], [3, 4]);
  assert.ok(Math.abs(halfOf(quick.average!.values, quick.average!.before) - 1.39) < 0.2);
  assert.ok(Math.abs(halfOf(lasting.average!.values, lasting.average!.before) - 5.55) < 0.4);
});

test('tables, comparisons and methods keep the classes apart; the summary has all events of the recording, too', async () => {
  const folder = temporaryFolder();
  const row = await rowWith(folder, { class_limit: '3 ms' });
  const [heading, ...events] = [...eventRowsOf([row])];
  const at = heading.indexOf('event_class');
  assert.deepEqual(
    events.map((event) => event[at]),
    ['fast', 'slow', 'fast', 'slow', 'fast', 'slow', 'slow'],
  );
  const experiment = experimentIn(folder);
  const names = experimentTable(experiment, [row]).measures.map(({ name }) => name);
  assert.ok(names.includes('fast: amplitude (pA)') && names.includes('slow: interval (s)'));
  assert.ok(
    names.every((name) => /^(fast|slow|unclassified): /.test(name)),
    names.join(),
  );
  const report: RowReport = { ...emptyReport(row.row, 'done'), results: resultsFileOf(folder, 'a') };
  const [titles, values] = summaryRows([report], [row]);
  const value = (title: string) => values[titles.indexOf(title)];
  assert.equal(value('slow: events'), 4);
  assert.equal(value('slow: frequency (Hz)'), 4 / 1.5);
  assert.equal(value('amplitude mean (pA)'), mean([...row.columns.amplitude]));
  assert.match(
    detectionMethods([row]),
    /Events with a half decay below 3 ms were called fast and the others slow; .* \(events: fast 3, slow 4, unclassified 0\)\./,
  );
  const written = await writeSummary(experiment, folder, [report], silentTask());
  const csv = await readFile(written.find((file) => file.endsWith('events.csv'))!, 'utf8');
  assert.match(csv, /,event_class\r\n(.*,(fast|slow)\r\n){7}$/);
  const cells = await readFile(written.find((file) => file.endsWith('cells.csv'))!, 'utf8');
  assert.deepEqual(cells.match(/,(fast|slow|unclassified),1,\d/g), [
    ',fast,1,3',
    ',slow,1,4',
    ',unclassified,1,0',
  ]);
});

test('of both directions each has classes of its own; a rule of fits is applied to fits', async () => {
  const folder = temporaryFolder();
  const both = await rowWith(folder, { event_direction: 'both', class_limit: '3 ms' });
  assert.deepEqual(counts(both), [
    ['inward fast', 3],
    ['inward slow', 4],
    ['inward unclassified', 0],
    ['outward fast', 2],
    ['outward slow', 0],
    ['outward unclassified', 0],
  ]);
  const row = await rowWith(folder, { class_limit: '4 ms', class_measure: 'decay_constant' });
  assert.equal(row.fits?.decay_constant.length, 7);
  assert.deepEqual(counts(row).slice(0, 2), [
    ['fast', 3],
    ['slow', 4],
  ]);
  assert.match(detectionMethods([row]), /fitted decay time constant below 4 ms/);
});

test('an event at the limit is slow, one without a valid value in no class; a limit in time is not rounded to samples', () => {
  const events = [0.0019, 0.00195, 0.002, 0.0025, Number.NaN].map(
    (halfdecay_s) => ({ halfdecay_s }) as never,
  );
  const classed = (class_limit: string, class_measure: 'halfdecay' | 'decay_constant' = 'halfdecay') => {
    const parameters = inSamples({ ...defaultParameters(), class_limit, class_measure }, 20_000);
    const tau = Float64Array.of(0.001, 0.002, Number.NaN, 0.01, 0.001);
    return classesOf({ events, parameters, rate_hz: 20_000 }, { decay_constant: tau } as never);
  };
  assert.deepEqual(classed('2 ms'), ['fast', 'fast', 'slow', 'slow', 'unclassified']);
  assert.deepEqual(classed('1.93 ms'), ['fast', 'slow', 'slow', 'slow', 'unclassified']);
  assert.deepEqual(classed('2 ms', 'decay_constant'), ['fast', 'slow', 'unclassified', 'slow', 'fast']);
  assert.equal(classesOf({ events, parameters: defaultParameters(), rate_hz: 20_000 }, undefined), undefined);
});
