import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DetectRequest } from '../../src/common/api/engine/engine-api';
import { CancelledError, UserError } from '../../src/common/errors';
import { defaultParameters } from '../../src/common/parameters/parameters';
import type { Recipe } from '../../src/common/traces/recipe';
import { connectEngine, type EngineClient } from '../../src/engine/rpc/client';
import { emptyFolder } from '../support/command-line';
import { projectRoot } from '../support/project';
import { shared, withoutShared } from '../support/shared';

const skip = withoutShared;

/** The engine as the extension starts it. */
function engine(t: TestContext): { client: EngineClient; child: ChildProcess; log: string[] } {
  const script = path.join(projectRoot, 'dist/miniml.js');
  const child = fork(script, ['--serve'], { serialization: 'advanced', execArgv: [] });
  t.after(() => child.kill());
  const log: string[] = [];
  return { client: connectEngine(child, (line) => log.push(line)), child, log };
}

const file = shared('sim-mepsc', 'Sim1', 'Simulation.abf');
const recipe: Recipe = { path: file, parameters: defaultParameters() };

function detection(stride: number | null): DetectRequest {
  const model_path = shared('models', 'GC_lstm_model.h5');
  return {
    recipe: { path: file, parameters: { ...defaultParameters(), model_path, win_size: 1600, stride } },
    backend: 'cpu',
  };
}

test('facts, pictures, detection, prediction and files over the channel', { skip }, async (t) => {
  const { client } = engine(t);
  const info = await client.request('info', { path: file });
  assert.ok(info.kind === 'recording');
  const [samples] = info.samples;

  const picture = await client.request('window', {
    recipe,
    as: 'recorded',
    from: 0,
    to: samples,
    columns: 500,
  });
  assert.equal(picture.kind, 'extremes');
  assert.ok(picture.x instanceof Float64Array && picture.y instanceof Float32Array);
  assert.ok(picture.x.length <= 1000 && picture.x.length > 900);
  const close = await client.request('window', { recipe, as: 'recorded', from: 100, to: 150, columns: 500 });
  assert.deepEqual([close.kind, close.x.length, close.x[0]], ['samples', 50, 100]);

  const phases = new Set<string>();
  const report = await client.request('detect', detection(null), {
    onProgress: ({ phase }) => phases.add(phase),
  });
  assert.ok(report.events.length > 20);
  assert.ok(phases.has('predicting'));
  const prediction = await client.request('predictionWindow', {
    id: report.id,
    from: 0,
    to: samples,
    columns: 10_000,
  });
  const best = report.events.reduce((a, b) => (b.score > a.score ? b : a));
  const near = [...prediction.y].filter((_, i) => Math.abs(prediction.x[i] - best.location) < 1600);
  assert.ok(Math.abs(Math.max(...near) - best.score) < 0.01, 'the prediction lies over the events');
  assert.ok(prediction.x.at(-1)! <= samples);

  const folder = path.join(await emptyFolder(t), 'results');
  const { files } = await client.request('exportResults', { id: report.id, folder, overwrite: false });
  assert.deepEqual((await readdir(folder)).sort(), files.map((f) => path.basename(f)).sort());
  await assert.rejects(
    client.request('exportResults', { id: report.id, folder, overwrite: false }),
    (error) => error instanceof UserError && error.reason === 'exists',
  );
});

test('a detection can be cancelled, and the engine goes on', { skip }, async (t) => {
  const { client } = engine(t);
  await client.request('backend', { backend: 'cpu' });
  const controller = new AbortController();
  const work = client.request('detect', detection(2), {
    signal: controller.signal,
    onProgress: ({ phase }) => {
      if (phase === 'predicting') controller.abort();
    },
  });
  await assert.rejects(work, CancelledError);
  const { description } = await client.request('backend', { backend: 'cpu' });
  assert.match(description, /^CPU/);
});

test('errors are one sentence, and what is gone says how to get it back', { skip }, async (t) => {
  const { client } = engine(t);
  await assert.rejects(client.request('info', { path: '/no/such.abf' }), UserError);
  await assert.rejects(
    client.request('predictionWindow', { id: 'x', from: 0, to: 1, columns: 1 }),
    /Detect the events again/,
  );
  await assert.rejects(
    client.request('window', {
      recipe: { path: file, parameters: { ...defaultParameters(), channel: 7 } },
      as: 'recorded',
      from: 0,
      to: 9,
      columns: 9,
    }),
    /has no channel 7/,
  );
});

test('a recording that was replaced is opened anew', { skip }, async (t) => {
  const { client } = engine(t);
  const copy = path.join(await emptyFolder(t), 'a.abf');
  await copyFile(file, copy);
  const request = { recipe: { ...recipe, path: copy }, as: 'recorded', from: 0, to: 3, columns: 9 } as const;
  const first = await client.request('window', request);
  await copyFile(shared('rated-sepsc', 'GroupA.abf'), copy);
  await appendFile(copy, '');
  const second = await client.request('window', request);
  assert.notDeepEqual(second.y, first.y);
});

test('when the engine is killed, what was asked rejects with the reason', { skip }, async (t) => {
  const { client, child } = engine(t);
  await client.request('backend', { backend: 'cpu' });
  const work = client.request('detect', detection(2));
  const rejected = assert.rejects(work, /ended unexpectedly \(SIGKILL\)/);
  setTimeout(() => child.kill('SIGKILL'), 500);
  await rejected;
  await assert.rejects(client.request('backend', { backend: 'cpu' }), /SIGKILL/);
});

test('the engine ends with who started it', async (t) => {
  const { child } = engine(t);
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  setTimeout(() => child.disconnect(), 500);
  const [code] = await ended;
  assert.equal(code, 0);
});
