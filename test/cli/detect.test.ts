import assert from 'node:assert/strict';
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { writeHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { emptyFolder, miniml, minimlJson, start } from '../support/command-line';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;
const recording = shared('sim-mepsc', 'Sim1', 'Simulation.abf');
const model = ['--model', shared('models', 'GC_lstm_model.h5')];
/** Quick and right for these slow events. */
const quick = ['--backend', 'cpu', '--set', 'win_size=1600'];

interface Detected {
  files: {
    file: string;
    error?: string;
    events: Record<string, number>[];
    statistics: { events: number };
    prediction?: number[];
    written: string[];
    windows_per_s: number;
    seconds: number;
    backend: string;
    warnings: string[];
  }[];
}

test('events with their measures as JSON, results as files beside each other', { skip }, async (t) => {
  const out = path.join(await emptyFolder(t), 'new', 'folder');
  const { files } = await minimlJson<Detected>('detect', recording, ...model, ...quick, '--out', out);
  const [{ events, statistics, written, backend, windows_per_s, seconds, prediction }] = files;
  assert.equal(events.length, statistics.events);
  assert.ok(events.length > 20 && events.length < 60, `${events.length} events`);
  for (const name of [
    'location',
    'time_s',
    'score',
    'amplitude',
    'risetime_s',
    'halfdecay_s',
    'halfwidth_s',
    'charge',
  ])
    assert.ok(name in events[0], name);
  for (const { location, time_s, score } of events) {
    assert.ok(Math.abs(location / 40_000 - time_s) < 1e-9);
    assert.ok(score >= 0.5 && score <= 1);
  }
  assert.match(backend, /^CPU, \d+ thread/);
  assert.ok(windows_per_s > 0 && seconds > 0);
  assert.equal(prediction, undefined);
  const names = ['avgs.csv', 'events.csv', 'individual.csv', 'results.h5'].map((n) => `Simulation_${n}`);
  assert.deepEqual((await readdir(out)).sort(), names);
  assert.deepEqual(
    written.toSorted(),
    names.map((name) => path.join(out, name)),
  );
  const header = (await readFile(path.join(out, 'Simulation_individual.csv'), 'utf8')).split('\n', 1)[0];
  assert.equal(header.split(',').filter((column) => /event_\d+/.test(column)).length, events.length);
});

test('existing results are kept unless --force says otherwise', { skip }, async (t) => {
  const out = await emptyFolder(t);
  const precious = path.join(out, 'Simulation_individual.csv');
  await writeFile(precious, 'precious');
  const kept = await miniml('detect', recording, ...model, ...quick, '--out', out, '--json');
  assert.deepEqual([kept.code, kept.stdout], [1, '']);
  assert.match(kept.stderr, /Simulation_individual\.csv already exists\. .*--force/);
  assert.deepEqual(await readdir(out), ['Simulation_individual.csv']);
  const forced = await miniml('detect', recording, ...model, ...quick, '--out', out, '--force');
  assert.equal(forced.code, 0, forced.stderr);
  assert.notEqual(await readFile(precious, 'utf8'), 'precious');
});

test('one broken file of several is reported, the others are done', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  const broken = path.join(folder, 'broken.abf');
  await writeFile(broken, (await readFile(recording)).subarray(0, 5000));
  const out = path.join(folder, 'out');
  const { code, stdout, stderr } = await miniml(
    ...['detect', broken, recording, ...model, ...quick, '--out', out, '--prediction', '--json'],
  );
  assert.equal(code, 1);
  const { files } = JSON.parse(stdout) as Detected;
  assert.match(files[0].error!, /broken\.abf/);
  assert.ok(files[1].events.length > 20);
  assert.ok(files[1].prediction!.length > 1000);
  assert.equal(stderr.split('\n').filter((line) => line.includes('broken.abf')).length, 1);
  assert.equal((await readdir(out)).length, 4);
});

test('recordings of one name in two folders do not overwrite each other', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  for (const cell of ['cell1', 'cell2']) {
    await mkdir(path.join(folder, cell));
    await copyFile(recording, path.join(folder, cell, 'mini.abf'));
  }
  const files = ['cell1', 'cell2'].map((cell) => path.join(folder, cell, 'mini.abf'));
  const out = path.join(folder, 'out');
  const done = await miniml('detect', ...files, ...model, ...quick, '--out', out);
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(
    (await readdir(out)).filter((name) => name.endsWith('.h5')),
    ['cell1_mini_results.h5', 'cell2_mini_results.h5'],
  );
});

test('parameters come from flags before --set before the file before the defaults', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  const file = path.join(folder, 'p.miniml.json');
  await copyFile(shared('models', 'GC_lstm_model.h5'), path.join(folder, 'own.h5'));
  await writeFile(
    file,
    '{ "model": "own.h5", /* beside this file */ "window": 1600, "threshold": 0.6, "stride": 200 }',
  );
  const { files } = await minimlJson<{
    files: { parameters: Record<string, unknown>; model: { path: string } }[];
  }>(...['detect', recording, '--params', file, '--set', 'model_threshold=0.7', '--backend=cpu']);
  const [{ parameters, model: used }] = files;
  assert.equal(used.path, path.join(folder, 'own.h5'));
  assert.equal(parameters['win_size'], 1600);
  assert.equal(parameters['model_threshold'], 0.7);
  assert.equal(parameters['stride'], 200);
  assert.equal(parameters['gradient_convolve_win'], 40, 'what null left open is filled in');
});

test('Ctrl+C ends with 130 and leaves nothing behind', { skip }, async (t) => {
  const out = path.join(await emptyFolder(t), 'out');
  const file = shared('rated-sepsc', 'GroupA.abf');
  const running = start([
    'detect',
    file,
    ...model,
    '--backend=cpu',
    '--set=stride=2',
    '--out',
    out,
    '--json',
  ]);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  running.process.kill('SIGINT');
  const asked = performance.now();
  const { code, stdout, stderr } = await running.finished;
  assert.deepEqual([code, stdout], [130, ''], stderr);
  assert.match(stderr, /Cancelled\.\n$/);
  assert.ok(performance.now() - asked < 3000, `${performance.now() - asked} ms`);
  await assert.rejects(readdir(out), /ENOENT/);
});

test('Ctrl+C twice ends at once, with 130, while threads compute', { skip }, async (t) => {
  const out = path.join(await emptyFolder(t), 'out');
  const file = shared('rated-sepsc', 'GroupA.abf');
  for (let round = 0; round < 3; round++) {
    const running = start(['detect', file, ...model, '--backend=cpu', '--set=stride=2', '--out', out]);
    await new Promise((resolve) => setTimeout(resolve, 2500 + 200 * round));
    running.process.kill('SIGINT');
    running.process.kill('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    assert.deepEqual([code, stdout], [130, ''], stderr);
  }
});

test('what cannot be done is said in one line', { skip }, async (t) => {
  const folder = await emptyFolder(t);
  const text = path.join(folder, 'model.h5');
  await writeFile(text, 'not a model');
  for (const [args, sentence] of [
    [[recording, '--model', '/no/model.h5'], /\/no\/model\.h5/],
    [[recording, '--model', text], /model\.h5/],
    [[recording, '--model', recording], /Simulation\.abf/],
    [[recording, ...model, '--channel=3'], /channel 3/],
    [[recording, ...model, '--set=win_size=9'], /win_size is 9 but must be/],
    [[recording, ...model, '--set=win_size=999999'], /win_size/],
    [[recording, ...model, '--params=/no/such.miniml.json'], /such\.miniml\.json/],
    [[shared('models', 'GC_lstm_model.h5'), ...model], /but of the kind "model"/],
    [[recording, ...model, '--out', text], /model\.h5/],
  ] as [string[], RegExp][]) {
    const { code, stdout, stderr } = await miniml('detect', ...args, '--backend=cpu', '--json');
    assert.deepEqual([code, stdout], [1, ''], `${args}: ${stderr}`);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => line.startsWith('miniml: '));
    assert.equal(lines.length, 1, stderr);
    assert.match(lines[0], sentence);
    assert.doesNotMatch(stderr, /should not happen/);
  }
});

test('facts that no patch recording has are warned of, on stderr and in the JSON', async (t) => {
  const folder = await emptyFolder(t);
  const file = path.join(folder, 'slow.h5');
  await writeHdf5(file, (open) => {
    const data = Float64Array.from({ length: 6000 }, (_, i) => 3 * Math.sin(i));
    const dataset = open.create_dataset({ name: 'trace', data });
    dataset?.create_attribute('dt', 0.05, [], '<d');
    dataset?.create_attribute('unit', 'V');
  });
  const { code, stdout, stderr } = await miniml('detect', file, '--json', '--backend', 'cpu');
  assert.equal(code, 0, stderr);
  const [{ warnings }] = (
    JSON.parse(stdout) as { files: { warnings: { code: string; message: string }[] }[] }
  ).files;
  const said = new Map(warnings.map((warning) => [warning.code, warning.message]));
  assert.match(said.get('rate') ?? '', /20 Hz, which no patch-clamp recording has/);
  assert.match(said.get('range') ?? '', /reach 3 V, implausible for a voltage/);
  for (const [code_, message] of said) assert.ok(stderr.includes(`${message} (${code_})`), code_);
});
