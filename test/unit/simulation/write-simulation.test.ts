import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { withHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { recordedTrace } from '../../../src/engine/recordings/joined-trace';
import { openRecording } from '../../../src/engine/recordings/open';
import { readEventTimes } from '../../../src/engine/results/event-times';
import { EXAMPLE_SETTINGS } from '../../../src/engine/simulation/settings';
import { simulate } from '../../../src/engine/simulation/simulate';
import { readTruth } from '../../../src/engine/simulation/truth';
import { writeSimulation } from '../../../src/engine/simulation/write-simulation';
import { temporaryFolder } from '../../support/folder';
import { assertClose } from '../../support/numbers';

const fresh = { overwrite: false };

function filesIn(folder: string) {
  return { recording: path.join(folder, 'simulated.h5'), truth: path.join(folder, 'simulated.csv') };
}

const truthIn = (file: string) => withHdf5(file, (open) => readTruth(file, open));

test('a simulated recording is read as any other, with its rate, its unit and its truth', async () => {
  const files = filesIn(temporaryFolder());
  const simulation = await simulate({ ...EXAMPLE_SETTINGS, duration_s: 50 }, silentTask());
  await writeSimulation(files, fresh, simulation, silentTask());
  const recording = await openRecording(files.recording, {});
  try {
    const trace = recordedTrace(recording, 0);
    assert.deepEqual([trace.rateHz, trace.unit, trace.samples], [50_000, 'pA', 2_500_000]);
    assert.equal(recording.series, 'mini_data');
    for (const from of [0, 1_048_000, 2_499_000])
      assertClose(trace.read(from, from + 1000), simulation.trace.read(from, from + 1000), 1e-4, `${from}`);
  } finally {
    recording.close();
  }
  assert.deepEqual(await truthIn(files.recording), simulation.truth);
  const steepest = simulation.truth.map(({ steepest_s }) => steepest_s).sort((a, b) => a - b);
  for (const file of Object.values(files))
    assertClose((await readEventTimes(file)).times_s, steepest, 1e-12, path.basename(file));
  // Four bytes a sample, and little else.
  assert.ok(statSync(files.recording).size < 1.1 * 4 * 2_500_000);
});

test('a recording may be shorter than a block, and without events', async () => {
  const files = filesIn(temporaryFolder());
  const silence = {
    ...EXAMPLE_SETTINGS,
    duration_s: 0.1,
    events: { ...EXAMPLE_SETTINGS.events, rate_hz: 0 },
  };
  await writeSimulation(files, fresh, await simulate(silence, silentTask()), silentTask());
  assert.deepEqual(await truthIn(files.recording), []);
  const recording = await openRecording(files.recording, {});
  assert.equal(recording.sweeps[0].samples, 5000);
  recording.close();
});

test('a cancelled simulation leaves no file', async () => {
  const folder = temporaryFolder();
  const simulation = await simulate({ ...EXAMPLE_SETTINGS, duration_s: 3600 }, silentTask());
  const stop = new AbortController();
  const task = { signal: stop.signal, report: () => stop.abort() };
  await assert.rejects(writeSimulation(filesIn(folder), fresh, simulation, task), CancelledError);
  assert.deepEqual(readdirSync(folder), []);
});
