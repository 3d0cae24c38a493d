// Reads damaged files of every kind, guided by coverage; each must be read or refused in a sentence, in 5 s and 300 MB.
//   npm run fuzz
//   node scripts/fuzz.mjs [READER…] [--minutes 1] [--seed 7] [--out FOLDER for the files of faults]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outdir = path.join(root, 'dist/fuzz');
await esbuild.build({
  ...nodeBundle,
  absWorkingDir: root,
  metafile: false,
  entryPoints: ['test/fuzz/fuzz.ts', 'test/fuzz/executor.ts'],
  outdir,
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', path.join(outdir, 'fuzz.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
