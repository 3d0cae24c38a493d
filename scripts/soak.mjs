// One engine for long: detections, good and damaged files, trainings. Its memory must stay flat within 5 %.
//   npm run soak
//   node scripts/soak.mjs [--rounds 200] [--warm 20] [--growth 5] [--seed 1]
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outdir = path.join(root, 'dist/soak');
await esbuild.build({
  ...nodeBundle,
  absWorkingDir: root,
  metafile: false,
  entryPoints: ['test/soak/soak.ts'],
  outdir,
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', path.join(outdir, 'soak.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
