// Reads damaged files of every kind, guided by coverage; each must be read or refused in a sentence, in 5 s and 300 MB.
//   npm run fuzz
//   node scripts/fuzz.mjs [READER…] [--minutes 1] [--seed 7] [--out FOLDER for the files of faults]
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';
import { withCounters } from './coverage-counters.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** In the executor, small files in memory are read faster at once than by the threads of Node. */
const filesAtOnce = {
  name: 'files-at-once',
  setup({ onResolve }) {
    onResolve({ filter: /^node:fs\/promises$/ }, ({ importer }) =>
      importer.includes('fuzz') ? undefined : { path: path.join(root, 'test/fuzz/files-at-once.ts') },
    );
  },
};
const outdir = path.join(root, 'dist/fuzz');
await esbuild.build({
  ...nodeBundle,
  absWorkingDir: root,
  metafile: false,
  entryPoints: ['test/fuzz/fuzz.ts', 'test/fuzz/executor.ts'],
  outdir,
  plugins: [...nodeBundle.plugins, filesAtOnce],
});
const executor = path.join(outdir, 'executor.js');
await writeFile(executor, withCounters(await readFile(executor, 'utf8')));
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', path.join(outdir, 'fuzz.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
