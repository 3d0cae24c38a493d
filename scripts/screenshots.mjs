// Takes the pictures of the README in a real workbench, on simulated recordings: media/screenshots/*.png.
//   npm run screenshots [-- --all-themes]       with every theme, for looking at; the README's are dark
//   npm run screenshots -- --only experiment    or recording: all but the experiment
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
// In the tests' folder, from where the project is found.
const outfile = path.join(root, 'dist/test/screenshots.js');
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  external: [...nodeBundle.external, 'playwright-core'],
  entryPoints: ['scripts/take-screenshots.ts'],
  outfile,
});
const { takeScreenshots } = createRequire(import.meta.url)(outfile);
const { values } = parseArgs({ options: { 'all-themes': { type: 'boolean' }, only: { type: 'string' } } });
await takeScreenshots({ allThemes: values['all-themes'] ?? false, only: values.only });
