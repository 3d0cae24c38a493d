import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { criterionText } from '../../../src/common/text/extraction-criterion';
import { extractFiles } from '../../../src/engine/extraction/extract-files';
import { readTrainingSet } from '../../../src/engine/training/read-training-set';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { writeAbf } from '../../support/write-abf';

const folder = temporaryFolder();
const RATE = 20_000;

/** A recording of 10 s with an event every half second. */
function recording(name: string): string {
  const events = Array.from({ length: 19 }, (_, i) => ({ onset: 10_000 * (i + 1), amplitude: -30 }));
  const { samples, rateHz, ...trace } = syntheticTrace({ samples: 10 * RATE, events, noise: 0.5 });
  const file = path.join(folder, name);
  writeAbf(file, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  return file;
}

const files = ['one.abf', 'two.abf'].map(recording);

function extract(name: string, ...changes: Partial<Parameters>[]) {
  const recordings = files.map((file, i) => ({
    path: file,
    parameters: { ...defaultParameters(), ...changes[i] },
  }));
  return extractFiles(recordings, { file: path.join(folder, name), overwrite: false }, silentTask());
}

test('each recording is extracted with its own parameters', async () => {
  const done = await extract('own.h5', { exclude: '0–5' }, { exclude: '5–10' });
  assert.ok(done.every(({ extraction }) => extraction!.clear > 3));
  const { starts, sources } = await readTrainingSet(path.join(folder, 'own.h5'));
  assert.deepEqual(new Set(sources), new Set([0, 1]));
  for (const [i, start] of starts!.entries())
    assert.equal(start / RATE >= 5, sources![i] === 0, `${start} of recording ${sources![i]}`);
});

test('a recording whose windows cannot stand in the same table is named, and the others go on', async () => {
  const [first, second] = await extract('alike.h5', { win_size: 600 }, { win_size: 900 });
  assert.ok(first!.extraction!.clear > 3);
  assert.equal(
    second!.failure,
    `${files[1]}: win_size is 900, but 600 in the first recording. Extract it into a separate training set.`,
  );
  const [, turned] = await extract('turned.h5', {}, { event_direction: 'positive' });
  assert.match(turned!.failure!, /event_direction is positive, but negative in the first recording/);
});

test('thresholds and template are said as they were used', async () => {
  const [done] = await extract('said.h5', { template_rise: 0.4, template_decay: 2.5, threshold_mid: 3.2 });
  assert.equal(
    criterionText(done!.extraction!),
    'thresholds −4.5 / −3.2 / −1.6, template with rise 400\u00a0µs and decay 2.5\u00a0ms',
  );
});
