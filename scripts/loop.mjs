// The whole way from raw recordings to a model, held against the truth: simulate, extract, score, train, detect,
// compare. Everything goes into demo/loop.
//   npm run loop
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'demo/loop');
const base = path.join(root, 'models/base.h5');
const file = (name) => path.join(folder, name);
mkdirSync(folder, { recursive: true });

const bundle = path.join(root, 'dist/scripts/score-from-truth.js');
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  entryPoints: ['scripts/score-from-truth.ts'],
  outfile: bundle,
});
const { scoreFromTruth } = createRequire(import.meta.url)(bundle);

// Recordings to learn from, and one that the model never sees while it learns.
const cells = [1, 2, 3].map((seed) => {
  const recording = file(`cell${seed}.h5`);
  miniml('simulate', '--out', recording, '--duration', '90', '--snr', '5', '--seed', String(seed), '--force');
  return recording;
});
const unseen = file('unseen.h5');
miniml('simulate', '--out', unseen, '--duration', '60', '--snr', '5', '--seed', '99', '--force');

const sets = [];
for (const recording of cells) {
  const set = recording.replace(/\.h5$/, '_windows.h5');
  const { clear, doubtful, noise } = miniml('extract', recording, '--out', set, '--force').files[0];
  const scored = await scoreFromTruth(set, recording);
  console.log(
    `${path.basename(recording)}: ${clear} clear, ${doubtful} doubtful, ${noise} of noise; scored ${scored.events} events, ${scored.none} without`,
  );
  sets.push(set);
}

const model = file('model.h5');
const from = existsSync(base) ? ['--base', base] : [];
const settings = ['--set', 'epochs=60', ...(from.length > 0 ? [] : ['--set', 'learning_rate=1e-3'])];
const report = miniml('train', ...sets, '--out', model, ...from, ...settings, '--seed', '1', '--force');
console.log(
  `${from.length > 0 ? 'Transfer learning from the base model' : 'From scratch'}: ${report.epochs} epochs in ${report.seconds.toFixed(0)} s, ` +
    `accuracy ${report.accuracy.toFixed(3)}, area under ROC ${report.auc?.toFixed(3) ?? '–'} on recordings it did not learn from`,
);

miniml('detect', unseen, '--model', model, '--out', folder, '--force');
const found = miniml('compare', file('unseen_results.h5'), file('unseen_truth.csv'));
console.log(
  `A recording it has never seen: precision ${found.precision.toFixed(3)}, recall ${found.recall.toFixed(3)}, F1 ${found.F1.toFixed(3)}`,
);

/** Runs a verb; its progress shows, its answer comes back. */
function miniml(...args) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [path.join(root, 'dist/miniml.js'), ...args, '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  return JSON.parse(stdout);
}
