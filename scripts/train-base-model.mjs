// Trains the base model that comes with miniML, from simulated recordings alone, and writes models/base.h5 with its
// card. The same options give the same model on any machine of one kind.
//   node scripts/train-base-model.mjs [--recordings 400] [--epochs 40] [--seed 1] [--threads N] [--out models/base.h5]
// Its windows are kept beside it until it is done (base-windows.h5); stopped and started again, it goes on.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    recordings: { type: 'string', default: '400' },
    epochs: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string' },
    out: { type: 'string', default: path.join(root, 'models/base.h5') },
  },
});

const folder = path.dirname(path.resolve(options.out));
const windows = path.join(folder, `base-windows-${options.recordings}-${options.seed}.h5`);
const first = path.join(folder, 'base-first.h5');

const outfile = path.join(root, 'dist/scripts/base-windows.js');
const correction = path.join(root, 'dist/scripts/correct-prior.js');
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  entryPoints: ['scripts/base-windows.ts', 'scripts/correct-prior.ts'],
  outdir: path.dirname(outfile),
});
run('esbuild.mjs');
if (!existsSync(windows)) {
  const { writeBaseWindows } = createRequire(import.meta.url)(outfile);
  const settings = { recordings: Number(options.recordings), seed: Number(options.seed) };
  const count = await writeBaseWindows(windows, settings, (done) => {
    if (done % 20 === 0) console.log(`${done} recordings simulated`);
  });
  console.log(`${count} windows`);
}

// Large steps first, to find the place; then small ones, to settle.
if (!existsSync(first)) train(first, ['--set', 'learning_rate=5e-4', '--set', 'patience=6']);
train(options.out, [
  '--base',
  first,
  '--set',
  'trained_layers=100',
  '--set',
  'learning_rate=3e-5',
  '--set',
  'patience=5',
]);
// Half of the windows it learnt from hold an event; of a recording's, about one in a hundred does.
const { correctPrior } = createRequire(import.meta.url)(correction);
await correctPrior(path.resolve(options.out), 0.01);
for (const file of [windows, first, first.replace(/h5$/, 'md')]) rmSync(file);

function train(out, settings) {
  const shared = ['training_batch_size=128', 'dropout=0.2', `epochs=${options.epochs}`];
  run(
    'dist/miniml.js',
    'train',
    windows,
    '--out',
    out,
    '--force',
    '--backend',
    'cpu',
    '--seed',
    options.seed,
    ...(options.threads ? ['--threads', options.threads] : []),
    ...shared.flatMap((setting) => ['--set', setting]),
    ...settings,
  );
}

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
