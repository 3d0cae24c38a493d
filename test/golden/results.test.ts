import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { individualCsv } from '../../src/engine/results/python-layout';
import { readResults } from '../../src/engine/results/read-h5';
import { writeResults } from '../../src/engine/results/write';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;

test('what miniML wrote for its example is read in full', { skip }, async () => {
  const results = await readResults(shared('results', 'gc_mini_trace_results.h5'));
  const { detection } = results;
  assert.equal(results.complete, false);
  assert.equal(results.writtenBy, 'miniML');
  assert.equal(detection.events.length, 43);
  assert.equal(detection.rate_hz, 50_000);
  assert.equal(detection.samples, 6_000_000);
  assert.equal(detection.unit, 'pA');
  assert.deepEqual([detection.points_before, detection.points_after], [200, 800]);
  assert.equal(detection.snippets.length, 43 * 1000);
  assert.equal(detection.snippets[0], -0.2838584377456437);
  assert.equal(detection.parameters.model_threshold, 0.5);
  assert.equal(detection.stride, 20);
  const { events, statistics } = detection;
  assert.equal(events[0].location, 278_254);
  assert.equal(events[0].time_s, 278_254 / 50_000);
  assert.equal(events[0].baseline.toPrecision(9), '-5.85933606');
  assert.ok(Number.isNaN(events[0].halfwidth_s));
  // Its own statistics, from the file.
  assert.ok(Math.abs(statistics.amplitude.mean - -9.703550043554953) < 1e-12);
  assert.ok(Math.abs(statistics.amplitude.sd - 4.307371933847263) < 1e-12);
  assert.ok(Math.abs(statistics.frequency_hz - 0.3583333333333333) < 1e-12);
  assert.equal(statistics.decay_tau_s, 0.0011567119974594056);
});

test('our csv of it is miniML’s csv of it', { skip }, async () => {
  const { detection } = await readResults(shared('results', 'gc_mini_trace_results.h5'));
  const theirs = readFileSync(shared('results', 'gc_mini_trace_individual.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const ours = individualCsv(detection).split('\n').slice(0, theirs.length);
  assert.deepEqual(
    ours.map((line) => line.split(',').map((field, i) => (i === 0 ? field : Number(field) || field))),
    theirs.map((line) => line.split(',').map((field, i) => (i === 0 ? field : Number(field) || field))),
  );
});

test('what we write of it reads like the original', { skip }, async () => {
  const original = await readResults(shared('results', 'gc_mini_trace_results.h5'));
  const [file] = await writeResults(original, {
    folder: temporaryFolder(),
    stem: 'copy',
    overwrite: false,
    formats: ['h5'],
    prediction: true,
  });
  const copy = await readResults(file!);
  assert.deepEqual(copy.detection, original.detection);
  assert.equal(copy.complete, false);
});
