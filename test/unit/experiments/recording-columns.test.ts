import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { silentTask } from '../../../src/common/task';
import { EXAMPLE_SETTINGS } from '../../../src/engine/simulation/settings';
import { simulate } from '../../../src/engine/simulation/simulate';
import { writeSimulation } from '../../../src/engine/simulation/write-simulation';
import { temporaryFolder } from '../../support/folder';
import { inProcessEngine } from '../../support/in-process-engine';

const folder = mkdtempSync(path.join(temporaryFolder(), 'columns-'));
const table = path.join(folder, 'experiment.miniml.csv');
const engine = inProcessEngine();
const columns = (name: string) =>
  engine.request('recordingColumns', { file: table, recording: path.join(folder, name), settings: [] });

describe('columns of a recording in a new table', () => {
  before(async () => {
    for (const direction of ['negative', 'positive'] as const) {
      const simulation = await simulate(
        { ...EXAMPLE_SETTINGS, direction, duration_s: 10, seed: 3 },
        silentTask(),
      );
      const files = {
        recording: path.join(folder, `${direction}.h5`),
        truth: path.join(folder, `${direction}_truth.csv`),
      };
      await writeSimulation(files, { overwrite: true }, simulation, silentTask());
    }
  });

  test('the direction is that of the steep rises', async () => {
    assert.deepEqual(await columns('negative.h5'), { channel: null, direction: 'negative' });
    assert.deepEqual(await columns('positive.h5'), { channel: null, direction: 'positive' });
  });

  test('a parameter file that sets the direction is not contradicted', async () => {
    writeFileSync(path.join(folder, 'positive.miniml.json'), '{ "event_direction": "positive" }');
    assert.deepEqual(await columns('positive.h5'), { channel: null, direction: null });
  });

  test('a file that is no recording is refused in a sentence', async () => {
    writeFileSync(path.join(folder, 'bad.abf'), 'not a recording');
    await assert.rejects(columns('bad.abf'), /bad\.abf/);
  });
});
