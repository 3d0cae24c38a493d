import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { silentTask } from '../../../src/common/task';
import { openRecording } from '../../../src/engine/recordings/open';
import { engineHandlers } from '../../../src/engine/service/handlers';
import { temporaryFolder } from '../../support/folder';
import { readAbf1 } from '../../support/read-abf1';
import { writeAbf } from '../../support/write-abf';

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);
const engine = engineHandlers(() => {});

writeAbf(at('cell.abf'), {
  rateHz: 20_000,
  channels: [
    { name: 'Im', unit: 'pA' },
    { name: 'Vm', unit: 'mV' },
  ],
  sweeps: [1000, 1000],
  stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => ((from + i) * 48_271) % 997),
});
const recipe = (more: object = {}) => ({
  path: at('cell.abf'),
  parameters: { ...defaultParameters(), ...more },
});

test('the editor’s export: as recorded, or the trace in view as its events are measured', async () => {
  const request = { overwrite: true, recipe: recipe({ channel: 1, sweep: 1, lowpass: 1000 }) };
  await engine.exportRecording({ ...request, out: at('whole.abf'), cleaned: false }, silentTask());
  const whole = readAbf1(at('whole.abf'));
  assert.deepEqual([whole.names, whole.values.length], [['Im', 'Vm'], 2]);
  const { notes } = await engine.exportRecording(
    { ...request, out: at('clean.abf'), cleaned: true },
    silentTask(),
  );
  assert.match(notes.join(' '), /16-bit integers/);
  const clean = readAbf1(at('clean.abf'));
  assert.deepEqual([clean.names, clean.units, clean.values.length], [['Vm'], ['mV'], 1]);
  const [values] = clean.values[0];
  assert.equal(values.length, 1000);
  const raw = whole.values[1][1];
  const mean = (all: Float64Array) => all.reduce((a, b) => a + b) / all.length;
  const spread = (all: Float64Array) => Math.sqrt(mean(all.map((value) => (value - mean(all)) ** 2)));
  assert.ok(Math.abs(mean(values) / mean(raw) - 1) < 0.02);
  assert.ok(spread(values) < 0.5 * spread(raw), 'it is filtered');
});

test('the editor’s export never replaces the recording or another one', async () => {
  for (const out of [at('cell.abf'), at('whole.abf')])
    await assert.rejects(
      async () =>
        engine.exportRecording({ recipe: recipe(), overwrite: true, cleaned: false, out }, silentTask()),
      (thrown) => thrown instanceof UserError && /would be replaced|never replaced/.test(thrown.message),
    );
  const other = await openRecording(at('whole.abf'), {});
  assert.equal(other.channels.length, 2);
  other.close();
  assert.ok(existsSync(at('cell.abf')));
});
