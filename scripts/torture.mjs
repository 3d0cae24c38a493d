// Kills, full disks, read-only folders, two windows and two hosts, and counts what was lost. Nothing may be.
//   npm run torture
//   node scripts/torture.mjs [SCENARIO…] [--kills 300] [--seed 1]
// Scenarios: one window, two windows, two hosts, command line, workbench, full disks, read-only folders; all without a name.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const outdir = path.join(root, 'dist/torture');
await esbuild.build({
  ...nodeBundle,
  absWorkingDir: root,
  metafile: false,
  entryPoints: ['test/torture/torture.ts', 'test/torture/scorer.ts'],
  outdir,
  // Playwright lies in node_modules and is no part of any bundle.
  external: [...nodeBundle.external, 'playwright-core'],
});
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', path.join(outdir, 'torture.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
