import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { DetectRequest } from '../../src/common/api/engine/engine-api';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { baseModelPath } from '../../src/engine/files/model-path';
import { connectEngine, type EngineClient } from '../../src/engine/rpc/client';
import { Random } from '../../src/engine/signal/random';
import { emptyFolder } from '../support/command-line';
import { projectRoot } from '../support/project';
import { syntheticTrace } from '../support/synthetic-trace';
import { writeAbf } from '../support/write-abf';

const skip = baseModelPath() === undefined ? 'no base model' : false;

const INTERRUPTIONS = 50;
/** Every so many interruptions a detection may end, so that the next ones begin at its start. */
const ENDS_EVERY = 5;

interface Running {
  child: ChildProcess;
  client: EngineClient;
}

function startEngine(): Running {
  const script = path.join(projectRoot, 'dist/miniml.js');
  const child = fork(script, ['--serve'], { serialization: 'advanced', execArgv: [] });
  return { child, client: connectEngine(child, () => {}) };
}

/** A killed process, or one whose window went: its channel closes. */
async function end({ child }: Running, how: 'kill' | 'reload'): Promise<void> {
  const exited = once(child, 'exit');
  if (how === 'kill') child.kill('SIGKILL');
  else child.disconnect();
  await exited;
}

const locationsOf = ({ events }: { events: readonly { location: number }[] }) =>
  events.map(({ location }) => location);

test(`${INTERRUPTIONS} kills and reloads during and after detections lose no event`, {
  skip,
  timeout: 1_200_000,
}, async (t) => {
  const folder = await emptyFolder(t);
  const recording = path.join(folder, 'cell.abf');
  const { samples, rateHz, ...trace } = syntheticTrace({
    samples: 120_000,
    noise: 1.5,
    events: Array.from({ length: 24 }, (_, i) => ({ onset: 3000 + i * 4900, amplitude: -(14 + (i % 7)) })),
  });
  writeAbf(recording, {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
  const store = { folder: path.join(folder, 'store'), limit_bytes: 1e9 };
  // Blocks of 512 windows, so that a detection has twelve of them.
  const request: DetectRequest = {
    recipe: { path: recording, parameters: { ...defaultParameters(), batch_size: 64 } },
    backend: 'cpu',
    threads: 1,
    keep: store,
  };
  const first = startEngine();
  const expected = locationsOf(await first.client.request('detect', request));
  await end(first, 'kill');
  assert.ok(expected.length > 15, `${expected.length} events`);

  const random = new Random(11);
  let lost = 0;
  let during = 0;
  let resumed = 0;
  let before = 0;
  for (let i = 1; i <= INTERRUPTIONS; i++) {
    const engine = startEngine();
    // As a window that opens the recording does.
    const [kept] = await engine.client.request('keptDetections', { path: recording, store });
    const there = new Set(kept ? locationsOf(kept.report) : []);
    lost += expected.filter((location) => !there.has(location)).length;

    const target = i % ENDS_EVERY === 0 ? Number.POSITIVE_INFINITY : random.uniform();
    const shares: number[] = [];
    const reached = new Promise<'reached'>((resolve) => {
      const work = engine.client.request('detect', request, {
        onProgress: ({ phase, done, total }) => {
          if (phase !== 'predicting') return;
          shares.push(done / total);
          if (done / total >= target) resolve('reached');
        },
      });
      work.then(
        () => resolve('reached'),
        () => {},
      );
    });
    await reached;
    // The first report is of the first block, the second of all that was finished before.
    if (before > 0.3 && (shares[1] ?? 1) > before - 0.3) resumed++;
    if (target <= 1) during++;
    before = target <= 1 ? Math.max(before, shares.at(-1) ?? 0) : 0;
    await end(engine, random.uniform() < 0.7 ? 'kill' : 'reload');
  }
  const last = startEngine();
  assert.deepEqual(locationsOf(await last.client.request('detect', request)), expected);
  const [kept] = await last.client.request('keptDetections', { path: recording, store });
  assert.deepEqual(locationsOf(kept.report), expected);
  await end(last, 'kill');
  t.diagnostic(`${during} of ${INTERRUPTIONS} during a detection, ${resumed} went on where one had ended`);
  assert.equal(lost, 0);
  assert.ok(resumed > 10, `${resumed} went on`);
  assert.deepEqual(
    readdirSync(store.folder).map((name) => path.extname(name)),
    ['.h5'],
    'one detection, and no blocks of any attempt',
  );
});
