// Makes the animation of the README in a real workbench, on a simulated recording: media/animation.gif.
//   npm run animation [-- --frames FOLDER]   with each picture as a file of its own, for looking at
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const { frames } = parseArgs({ options: { frames: { type: 'string' } } }).values;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
// In the tests' folder, from where the project is found.
const outfile = path.join(root, 'dist/test/animation.js');
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  external: [...nodeBundle.external, 'playwright-core'],
  entryPoints: ['scripts/take-animation.ts'],
  outfile,
});
const { takeAnimation } = createRequire(import.meta.url)(outfile);
await takeAnimation(frames && path.resolve(frames));
