import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { createEngine, type Engine } from '../../../src/extension/engine/engine';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';

const folder = temporaryFolder();
const engines: Engine[] = [];
after(() => {
  for (const engine of engines) engine.dispose();
});

function setUp(script: string) {
  const told = { log: [] as string[], started: 0, crashes: [] as string[] };
  const engine = createEngine({
    script,
    log: (line) => told.log.push(line),
    onStarted: () => told.started++,
    onCrashed: (reason) => told.crashes.push(reason),
  });
  engines.push(engine);
  return { engine, told };
}

const real = path.join(projectRoot, 'dist/miniml.js');
const model = { path: path.join(projectRoot, 'package.json') };

function pidOf({ log }: { log: string[] }): number {
  return Number(/process (\d+)/.exec(log.findLast((line) => line.includes('process'))!)![1]);
}

test('the engine starts with the first request, and answers it', async () => {
  const { engine, told } = setUp(real);
  assert.equal(told.started, 0);
  await assert.rejects(engine.request('info', model), /package\.json/);
  assert.equal(told.started, 1);
  await assert.rejects(engine.request('info', model));
  assert.equal(told.started, 1);
});

test('when it is killed, what was asked rejects with the reason, and the next request starts another', async () => {
  const { engine, told } = setUp(real);
  await assert.rejects(engine.request('info', model));
  // Held still, it cannot have answered before it ends.
  process.kill(pidOf(told), 'SIGSTOP');
  const asked = engine.request('backend', { backend: 'cpu' });
  process.kill(pidOf(told), 'SIGKILL');
  await assert.rejects(asked, /The engine ended unexpectedly \(SIGKILL\)/);
  assert.deepEqual(told.crashes, ['The engine ended unexpectedly (SIGKILL).']);
  await assert.rejects(engine.request('info', model), /package\.json/);
  assert.equal(told.started, 2);
});

test('an engine that keeps crashing is left alone until it is restarted by hand', async () => {
  const script = path.join(folder, 'crash.js');
  writeFileSync(script, 'process.exit(7);');
  const { engine, told } = setUp(script);
  for (let i = 0; i < 3; i++)
    await assert.rejects(engine.request('backend', { backend: 'cpu' }), /exit code 7/);
  await assert.rejects(engine.request('backend', { backend: 'cpu' }), /3 times within a minute/);
  assert.equal(told.started, 3);
  engine.restart();
  await assert.rejects(engine.request('backend', { backend: 'cpu' }), /exit code 7/);
  assert.equal(told.started, 4);
});

test('a restart by hand is no crash', async () => {
  const { engine, told } = setUp(real);
  await assert.rejects(engine.request('info', model));
  engine.restart();
  await assert.rejects(engine.request('info', model), /package\.json/);
  assert.deepEqual(told.crashes, []);
  assert.equal(told.started, 2);
});

test('what the engine prints goes to the log, line by line', async () => {
  const script = path.join(folder, 'print.js');
  writeFileSync(
    script,
    'process.stdout.write("a\\nb"); process.stderr.write("c\\n"); setTimeout(() => process.exit(0), 50);',
  );
  const { engine, told } = setUp(script);
  await assert.rejects(engine.request('backend', { backend: 'cpu' }));
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const line of ['a', 'b', 'c']) assert.ok(told.log.includes(line), `${line} in ${told.log}`);
});

test('the engine listens for a debugger on the port that is asked for, and on none otherwise', async (t) => {
  t.after(() => {
    delete process.env['MINIML_ENGINE_INSPECT'];
  });
  const listening = /Debugger listening on ws:\/\/127\.0\.0\.1:/;
  const { engine, told } = setUp(real);
  await assert.rejects(engine.request('info', model));
  assert.ok(!told.log.some((line) => listening.test(line)));
  // 0 takes any free port.
  process.env['MINIML_ENGINE_INSPECT'] = '0';
  const inspected = setUp(real);
  await assert.rejects(inspected.engine.request('info', model));
  assert.ok(
    inspected.told.log.some((line) => listening.test(line)),
    inspected.told.log.join('\n'),
  );
});
