import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { criterionText } from '../../../src/common/text/extraction-criterion';
import { scoreCounts } from '../../../src/common/training/training-set';
import { extractionAdvice } from '../../../src/engine/advice/extraction-rules';
import { extractFiles } from '../../../src/engine/extraction/extract-files';
import { withHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { datasetAt, numbersOf } from '../../../src/engine/files/hdf5/values';
import { readTrainingSet } from '../../../src/engine/training/read-training-set';
import { temporaryFolder } from '../../support/folder';
import { syntheticTrace } from '../../support/synthetic-trace';
import { writeAbf } from '../../support/write-abf';

const folder = temporaryFolder();
const RATE = 20_000;

/** A recording of 10 s with an event every half second, each as many samples long whatever the rate. */
function recording(name: string, rateHz = RATE): string {
  const events = Array.from({ length: 19 }, (_, i) => ({ onset: 10_000 * (i + 1), amplitude: -30 }));
  const { samples, rateHz: _, ...trace } = syntheticTrace({ samples: 10 * RATE, events, noise: 0.5 });
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

const files = ['one.abf', 'two.abf'].map((name) => recording(name));
const fast = recording('fast.abf', 2 * RATE);

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

test('doubtful windows wait to be scored; other programs see a 2', async () => {
  const [one, two] = await extract('fresh.h5', { threshold_mid: 1.7 }, { threshold_mid: 1.7 });
  const file = path.join(folder, 'fresh.h5');
  const set = await readTrainingSet(file);
  const doubtful = one!.extraction!.doubtful + two!.extraction!.doubtful;
  assert.ok(doubtful > 0);
  assert.deepEqual(scoreCounts(set.scores)['unscored'], doubtful);
  assert.equal(scoreCounts(set.scores)['2'], 0);
  assert.equal(set.tellsUnscored, true);
  const plain = await withHdf5(file, (open) => numbersOf(datasetAt(open, 'scores')!, 'scores'));
  assert.equal(plain.filter((score) => score === 2).length, doubtful);
});

/** Extracts one recording at 20 kHz and one at 40 kHz, with the rules' advice. */
function extractMixed(name: string, win_size: number | string) {
  const recordings = [files[0], fast].map((file) => ({
    path: file,
    parameters: { ...defaultParameters(), win_size },
  }));
  const out = { file: path.join(folder, name), overwrite: false };
  return extractFiles(recordings, out, silentTask(), { advise: extractionAdvice });
}

test('windows of two rates keep their rate in one file, and what the mix means is said', async () => {
  const done = await extractMixed('mixed.h5', 600);
  const { facts } = await readTrainingSet(path.join(folder, 'mixed.h5'));
  assert.deepEqual(
    facts.sources.map(({ rate_hz, unit }) => [rate_hz, unit]),
    [
      [RATE, 'pA'],
      [2 * RATE, 'pA'],
    ],
  );
  const mixed = done[1].extraction!.warnings.find(({ code }) => code === 'mixed-windows');
  assert.match(mixed!.message, /^The windows are 30\.0 and 15\.0 ms long/);
});

test('windows of one duration at two rates are in a file for each rate, which is said', async () => {
  const done = await extractMixed('timed.h5', '30 ms');
  assert.equal((await readTrainingSet(path.join(folder, 'timed.h5'))).length, 600);
  const second = await readTrainingSet(path.join(folder, 'timed_40kHz.h5'));
  assert.deepEqual([second.length, second.facts.rate_hz], [1200, 2 * RATE]);
  const said = done[1].extraction!.warnings.find(({ code }) => code === 'separate-file');
  assert.match(said!.message, /1200 samples at 40 kHz.*timed_40kHz\.h5/);
});

test('a window that does not fit the events is said, with the code of a detection', async () => {
  const wrong = async (name: string, parameters: Partial<Parameters>) => {
    const recordings = [{ path: files[0], parameters: { ...defaultParameters(), ...parameters } }];
    const out = { file: path.join(folder, name), overwrite: false };
    const [done] = await extractFiles(recordings, out, silentTask(), { advise: extractionAdvice });
    return done.extraction!.warnings.map(({ code }) => code);
  };
  assert.ok(
    (await wrong('short.h5', { win_size: 60, threshold_high: 2, threshold_mid: 2 })).includes(
      'window-too-short',
    ),
  );
  assert.ok(!(await wrong('right.h5', {})).includes('window-too-short'));
});
