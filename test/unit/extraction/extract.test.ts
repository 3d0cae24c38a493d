import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { defaultParameters, type Parameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { extractWindows } from '../../../src/engine/extraction/extract';
import { makeTemplate } from '../../../src/engine/extraction/find-by-template';
import { writeExtractions } from '../../../src/engine/extraction/write-extractions';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import type { Recording } from '../../../src/engine/recordings/recording';
import { mean } from '../../../src/engine/signal/statistics';
import { type Trace, traceOf } from '../../../src/engine/signal/trace';
import { readTrainingSet, readWindows } from '../../../src/engine/training/read-training-set';
import { temporaryFolder } from '../../support/folder';
import { assertClose, noise } from '../../support/numbers';

const RATE = 50_000;
const parameters = (changes: Partial<Parameters> = {}) => ({ ...defaultParameters(), ...changes });

/** Quiet noise at −70 with events of the template's shape whose templates begin at the given samples. */
function withEvents(samples: number, at: readonly number[], size = -8): Float64Array {
  const values = noise(samples, 1).map((v) => v - 70);
  const { values: event } = makeTemplate(600, 0.000_34, 0.000_9, RATE);
  for (const start of at)
    event.forEach((v, i) => {
      if (start + i < samples) values[start + i] += size * v;
    });
  return values;
}

const EVENTS = [4000, 9000, 15_000, 22_000, 30_000];
const trace = traceOf(withEvents(40_000, EVENTS), RATE, 'pA');

function near(starts: readonly number[], wanted: readonly number[]): void {
  assert.equal(starts.length, wanted.length, `${starts}`);
  starts.forEach((start, i) => {
    assert.ok(Math.abs(start - wanted[i]) < 40, `${start} for ${wanted[i]}`);
  });
}

test('events are found where they are, by template and by gradient, in both directions', async () => {
  near((await extractWindows(trace, parameters(), silentTask())).clear, EVENTS);
  const upwards = traceOf(withEvents(40_000, EVENTS, 8), RATE, 'pA');
  const positive = parameters({ event_direction: 'positive' });
  near((await extractWindows(upwards, positive, silentTask())).clear, EVENTS);
  assert.deepEqual((await extractWindows(upwards, parameters(), silentTask())).clear, []);

  const gradient = parameters({ extraction_method: 'gradient', threshold_high: 6 });
  const byGradient = await extractWindows(trace, gradient, silentTask());
  assert.equal(byGradient.clear.length, EVENTS.length);
  byGradient.clear.forEach((start, i) => {
    const rise = start + 100;
    assert.ok(
      rise > EVENTS[i] + 60 && rise < EVENTS[i] + 110,
      `steepest at ${rise}, onset ${EVENTS[i] + 75}`,
    );
  });
  assert.equal(byGradient.thresholds.unit, 'pA/s');
});

test('noise holds no event, and as much is taken as there are clear events', async () => {
  const quiet = parameters({ threshold_low: 2.5 });
  const { noise: starts, clear } = await extractWindows(trace, quiet, silentTask());
  assert.equal(starts.length, clear.length);
  for (const start of starts)
    for (const event of EVENTS) assert.ok(start + 600 <= event + 75 || start >= event + 300, `${start}`);
});

test('a window is never cut by an end or by missing values', async () => {
  const values = withEvents(40_000, [20, 9000, 15_000, 39_500]);
  values.fill(Number.NaN, 9500, 9520);
  const { clear, doubtful, warnings } = await extractWindows(
    traceOf(values, RATE, 'pA'),
    parameters(),
    silentTask(),
  );
  for (const start of [...clear, ...doubtful]) {
    assert.ok(start >= 0 && start + 600 <= 40_000, `${start}`);
    assert.ok(start + 600 <= 9500 || start >= 9520, `${start} reaches into the gap`);
  }
  assert.ok(clear.some((start) => Math.abs(start - 15_000) < 40));
  assert.ok(warnings.some(({ message }) => message.includes('Values are missing')));
});

test('a window never holds the seam of two sweeps, unless they follow each other', async () => {
  const sweeps = [withEvents(20_000, [3000, 19_700]), withEvents(20_000, [9000])];
  const inSweeps = (second_s: number) =>
    recordedTrace(
      {
        // The file is only hashed.
        path: __filename,
        series: '',
        rateHz: RATE,
        channels: [{ name: 'I', unit: 'pA' }],
        sweeps: sweeps.map(({ length }, i) => ({ samples: length, start_s: i * second_s })),
        read: (_channel: number, sweep: number, from: number, to: number) => sweeps[sweep].slice(from, to),
      } as unknown as Recording,
      0,
    );
  const clear = async (joined: Trace) => (await extractWindows(joined, parameters(), silentTask())).clear;
  near(await clear(inSweeps(0.4)), [3000, 19_700, 29_000]);
  near(await clear(inSweeps(1.5)), [3000, 29_000]);
});

test('what one recording holds does not depend on the others, and is written as it was found', async () => {
  const file = path.join(temporaryFolder(), 'two cells.h5');
  const other = traceOf(withEvents(40_000, [4010, 12_000]), RATE, 'pA');
  const p = parameters({ max_per_recording: 4 });
  const both = [await extractWindows(trace, p, silentTask()), await extractWindows(other, p, silentTask())];
  near(both[1].clear, [4010, 12_000]);
  await writeExtractions(file, { overwrite: false }, both, p);

  const set = await readTrainingSet(file);
  const kinds = both.flatMap(({ clear, doubtful, noise: quiet }) => [
    ...clear.map(() => 1),
    ...doubtful.map(() => -1),
    ...quiet.map(() => 0),
  ]);
  assert.deepEqual(Array.from(set.scores), kinds);
  assert.deepEqual(
    Array.from(set.starts!),
    both.flatMap(({ clear, doubtful, noise: quiet }) => [...clear, ...doubtful, ...quiet]),
  );
  assert.deepEqual(
    [set.length, set.facts.rate_hz, set.facts.unit, set.facts.direction],
    [600, RATE, 'pA', 'negative'],
  );
  const windows = await readWindows(file, 0, set.windows);
  for (let i = 0; i < set.windows; i++) {
    const source = set.sources![i] === 0 ? trace : other;
    const raw = source.read(set.starts![i], set.starts![i] + 600);
    const baseline = mean(raw.subarray(0, 60));
    assertClose(
      windows.subarray(i * 600, i * 600 + 600),
      raw.map((v) => v - baseline),
      1e-12,
      `window ${i}`,
    );
  }
  await assert.rejects(writeExtractions(file, { overwrite: false }, both, p), UserError);
});

test('what cannot be extracted is said in a sentence', async () => {
  const refused = (changes: Partial<Parameters>, pattern: RegExp) =>
    assert.rejects(extractWindows(trace, parameters(changes), silentTask()), (e: Error) => {
      assert.ok(e instanceof UserError);
      return pattern.test(e.message);
    });
  await refused({ win_size: 30_000 }, /fewer than two windows of 30000/);
  await refused({ threshold_mid: 5 }, /threshold_high \(4\.5\), threshold_mid \(5\)/);
  await refused({ extraction_method: 'model' }, /model_path/);
  const silence = await extractWindows(traceOf(noise(20_000, 3), RATE, 'pA'), parameters(), silentTask());
  assert.match(silence.warnings[0].message, /No clear event/);
  await assert.rejects(
    writeExtractions(
      path.join(temporaryFolder(), 'none.h5'),
      { overwrite: false },
      [{ ...silence, clear: [], doubtful: [], noise: [] }],
      parameters(),
    ),
    /No window was found/,
  );
});
