import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { defaultParameters, type Parameters } from '../../src/common/parameters/parameters';
import { silentTask } from '../../src/common/task';
import type { Backend } from '../../src/engine/backends/backend';
import { openBackend } from '../../src/engine/backends/open';
import type { DetectionModel } from '../../src/engine/detection/prediction';
import { type Extraction, extractWindows } from '../../src/engine/extraction/extract';
import { recordedTrace } from '../../src/engine/recordings/joined-trace';
import { openRecording } from '../../src/engine/recordings/open';
import { openDetectionModel } from '../../src/engine/service/backends';
import { shared, withoutShared } from '../support/shared';

const WINDOW = 1600;

describe('windows from what a model makes of a recording', { skip: withoutShared }, () => {
  let backend: Backend;
  let model: DetectionModel;
  let onsets: number[];
  let all: Extraction;
  before(async () => {
    backend = await openBackend({ choice: 'cpu', log: () => {} });
    model = await openDetectionModel(shared('models', 'GC_lstm_model.h5'), backend, silentTask());
    const times = readFileSync(shared('sim-mepsc', 'Sim1', 'EventTimes.txt'), 'utf8');
    onsets = times
      .split(/\s+/)
      .filter((field) => field !== '')
      .map((field) => Number(field) * 40_000);
    all = await extracted();
  });
  after(async () => {
    await model.predictor.dispose();
    await backend.dispose();
  });

  async function extracted(changes: Partial<Parameters> = {}): Promise<Extraction> {
    const recording = await openRecording(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), {});
    try {
      const parameters = {
        ...defaultParameters(),
        win_size: WINDOW,
        extraction_method: 'model',
        ...changes,
      } as const;
      return await extractWindows(recordedTrace(recording, 0), parameters, silentTask(), model);
    } finally {
      recording.close();
    }
  }

  test('clear events are events, noise holds none, and what is doubtful lies between', () => {
    const { clear, doubtful, noise, thresholds } = all;
    assert.deepEqual(thresholds, { high: 0.95, mid: 0.1, low: 0.05, unit: '' });
    const holdsOnset = (start: number) => onsets.some((onset) => onset > start && onset < start + WINDOW / 3);
    assert.ok(
      clear.length > 15 && clear.filter(holdsOnset).length > 0.9 * clear.length,
      `${clear.length} clear`,
    );
    assert.ok(doubtful.length > 0);
    for (const start of doubtful) assert.ok(clear.every((other) => Math.abs(other - start) >= WINDOW / 30));
    assert.ok(noise.length > 0 && noise.length <= clear.length);
    const quiet = noise.filter(
      (start) => !onsets.some((onset) => onset > start - WINDOW / 8 && onset < start + WINDOW),
    );
    assert.ok(
      quiet.length > 0.9 * noise.length,
      `${quiet.length} of ${noise.length} noise windows without an event`,
    );
  });

  test('of many doubtful windows the least certain are kept', async () => {
    const few = await extracted({ max_per_recording: 3 });
    assert.equal(few.doubtful.length, Math.min(3, all.doubtful.length));
    assert.ok(few.doubtful.every((start) => all.doubtful.includes(start)));
  });
});
