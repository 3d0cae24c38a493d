import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, withoutShared } from '../support/shared';

const recording = shared('sim-mepsc', 'Sim1', 'Simulation.abf');
const how = [
  '--model',
  shared('models', 'GC_lstm_model.h5'),
  '--backend',
  'cpu',
  '--set',
  'adaptive_stride=true',
];

interface Detected {
  files: {
    events: { location: number }[];
    parameters: Record<string, unknown>;
    recipe: Record<string, unknown>;
    auto?: { parameter: string; value: string | number; reason: string }[];
    warnings: { code: string }[];
  }[];
}

test('--auto chooses direction, window and smoothing; --like repeats what was chosen', {
  skip: withoutShared,
}, async (t) => {
  const out = await emptyFolder(t);
  const {
    files: [found],
  } = await minimlJson<Detected>('detect', recording, ...how, '--auto', '--out', out);
  const chosen = Object.fromEntries(found.auto!.map(({ parameter, value }) => [parameter, value]));
  assert.equal(chosen['event_direction'], 'negative');
  assert.ok(Number(chosen['win_size']) >= 950 && Number(chosen['win_size']) <= 2500, `${chosen['win_size']}`);
  assert.equal(chosen['convolve_win'], Math.round(Number(chosen['win_size']) / 30));
  for (const [name, value] of Object.entries(chosen)) {
    assert.equal(found.parameters[name], value, name);
    assert.equal(found.recipe[name], value, name);
  }
  for (const { reason } of found.auto!) assert.match(reason, /^[A-Z0-9].*\.$/);
  assert.deepEqual(
    found.warnings.filter(({ code }) => code.startsWith('window') || code === 'direction'),
    [],
  );
  const results = path.join(out, 'Simulation_results.h5');
  const {
    files: [again],
  } = await minimlJson<Detected>('detect', '--like', results, '--backend', 'cpu');
  assert.deepEqual(
    again.events.map(({ location }) => location),
    found.events.map(({ location }) => location),
  );
  assert.equal(again.auto, undefined);
});

test('--auto keeps what --set names', { skip: withoutShared }, async () => {
  const fixed = ['--set', 'win_size=1000', '--set', 'convolve_win=25'];
  const {
    files: [found],
  } = await minimlJson<Detected>('detect', recording, ...how, '--auto', ...fixed);
  assert.deepEqual(
    found.auto!.map(({ parameter }) => parameter),
    ['event_direction'],
  );
  assert.equal(found.parameters['win_size'], 1000);
  assert.equal(found.parameters['convolve_win'], 25);
});

test('where no clear events stand out --auto changes nothing and says so', {
  skip: withoutShared,
}, async (t) => {
  const silent = path.join(await emptyFolder(t), 'silent.h5');
  const made = await miniml(
    'simulate',
    '--out',
    silent,
    '--duration',
    '4',
    '--frequency',
    '0',
    '--seed',
    '5',
  );
  assert.equal(made.code, 0, made.stderr);
  const {
    files: [found],
  } = await minimlJson<Detected>('detect', silent, ...how, '--auto');
  assert.deepEqual(found.auto, []);
  assert.ok(found.warnings.some(({ code }) => code === 'auto'));
});
