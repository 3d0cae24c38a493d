import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/common/errors';
import { defaultParameters, type Parameters } from '../../src/common/parameters/parameters';
import { writeHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { connectEngine, type EngineClient } from '../../src/engine/rpc/client';
import { Random } from '../../src/engine/signal/random';
import { dice, mutated, structureOf } from '../fuzz/mutate';
import { projectRoot } from '../support/project';
import { madeUpTrainingSet } from '../support/training-sets';
import { writeAbf } from '../support/write-abf';

/*
 * One engine, for long: detections, openings of good and damaged files, and trainings of one epoch, in turn. Its memory
 * must stay where it is once all has been done a few times, and no good file may be refused.
 */

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    warm: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    growth: { type: 'string', default: '5' },
    report: { type: 'string', default: '20' },
  },
});

/** Of each kind, in one round: in 200 rounds 1,000 detections, 500 good and 500 damaged files, 200 trainings. */
const DETECTIONS = 5;
const OPENINGS = 2.5;
/** Collections of garbage leave a few megabytes more or less. */
const NOISE_KB = 25_000;

const SAMPLES = 6_000;
const WINDOW = 60;

const folder = mkdtempSync(path.join(tmpdir(), 'miniml-soak-'));
const at = (name: string) => path.join(folder, name);
const roll = dice(Number(options.seed));
const parameters = (more: Partial<Parameters>): Parameters => ({ ...defaultParameters(), ...more });

async function goodFiles(): Promise<string[]> {
  const random = new Random(3);
  const values = Int16Array.from({ length: SAMPLES }, (_, i) =>
    Math.round(300 * random.normal() - 9000 * Math.exp(-(i % 4000) / 200)),
  );
  writeAbf(at('a.abf'), {
    rateHz: 2e4,
    channels: [{ name: 'Im', unit: 'pA' }],
    sweeps: [SAMPLES],
    stored: (from, to) => values.slice(from, to),
  });
  await writeHdf5(at('b.h5'), (open) => {
    const data = Float64Array.from(values);
    open.create_dataset({ name: 'mini_data', data, shape: [SAMPLES], chunks: [4000], compression: 4 });
  });
  writeFileSync(
    at('c.csv'),
    ['t (s),I (pA)', ...[...values.slice(0, 999)].map((v, i) => `${i / 2e4},${v}`)].join('\n'),
  );
  const layouts = path.join(projectRoot, 'test/fixtures/hdf5/layouts');
  const models = path.join(projectRoot, 'test/fixtures/keras');
  return [
    at('a.abf'),
    at('b.h5'),
    at('c.csv'),
    path.join(layouts, 'wavesurfer.h5'),
    path.join(layouts, 'symphony.h5'),
    path.join(models, 'training.h5'),
    path.join(models, 'convolutions.keras'),
    at('training.h5'),
  ];
}

/** Memory of the engine in kB, after what it no longer needs is gone. */
async function memoryOf(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN);
}

async function open(client: EngineClient, file: string): Promise<void> {
  const info = await client.request('info', { path: file });
  if (info.kind !== 'recording') return;
  const recipe = { path: file, parameters: parameters({ sampling: 2e4 }) };
  const to = info.samples[0] ?? 0;
  await client.request('window', { recipe, as: 'recorded', from: 0, to, columns: 300 });
}

/** A damaged copy of a good file; most are refused. */
function damaged(good: string, number: number): string {
  const bytes = readFileSync(good);
  const file = at(`damaged-${number}${path.extname(good)}`);
  writeFileSync(file, mutated(bytes, structureOf(bytes), bytes, roll));
  return file;
}

async function round(client: EngineClient, files: readonly string[], number: number): Promise<number> {
  let refused = 0;
  for (let i = 0; i < DETECTIONS; i++) {
    const recipe = {
      path: at('a.abf'),
      parameters: parameters({ model_path: at('model.h5'), win_size: WINDOW }),
    };
    await client.request('detect', { recipe, backend: 'cpu' });
  }
  const openings = Math.floor(OPENINGS * (number + 1)) - Math.floor(OPENINGS * number);
  for (let i = 0; i < openings; i++) {
    const good = files[roll(files.length)] ?? '';
    const bad = damaged(good, roll(1000));
    await open(client, bad).catch((thrown) => {
      if (!(thrown instanceof UserError)) throw thrown;
      refused++;
    });
    rmSync(bad);
    await open(client, good);
  }
  await train(client);
  return refused;
}

function train(client: EngineClient): Promise<unknown> {
  const training = { files: [at('training.h5')], out: at('model.h5'), overwrite: true };
  return client.request('train', {
    ...training,
    parameters: parameters({ epochs: 1, seed: 1 }),
    backend: 'cpu',
  });
}

async function main(): Promise<number> {
  await madeUpTrainingSet(folder, 'training.h5', { seed: 2, windows: 60, length: WINDOW });
  const files = await goodFiles();
  const script = path.join(projectRoot, 'dist/miniml.js');
  const child = fork(script, ['--serve'], { serialization: 'advanced', execArgv: [] });
  const client = connectEngine(child, () => {});
  const [rounds, warm] = [Number(options.rounds), Number(options.warm)];
  let [refused, before] = [0, 0];
  try {
    await train(client);
    for (let number = 0; number < warm + rounds; number++) {
      if (number === warm) before = await memoryOf(child.pid ?? 0);
      refused += await round(client, files, number);
      if (number % Number(options.report) === 0)
        console.log(`round ${number}: ${Math.round((await memoryOf(child.pid ?? 0)) / 1000)} MB`);
    }
    const after = await memoryOf(child.pid ?? 0);
    const growth = (after - before) / before;
    console.log(
      `${rounds} rounds: ${rounds * DETECTIONS} detections, ${Math.floor(rounds * OPENINGS)} good and as many damaged files, ${rounds} trainings; ${refused} damaged files were refused, no good one.`,
    );
    console.log(
      `memory ${Math.round(before / 1000)} MB → ${Math.round(after / 1000)} MB (${(100 * growth).toFixed(1)} %)`,
    );
    return 100 * growth <= Number(options.growth) || after - before <= NOISE_KB ? 0 : 1;
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main().then(
  (code) => process.exit(code),
  (thrown) => {
    console.error(thrown);
    process.exit(1);
  },
);
