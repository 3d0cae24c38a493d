import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What scripts/NAME.ts exports, bundled with the project's sources. */
export async function bundledScript(name) {
  const outfile = path.join(root, 'dist/scripts', `${name}.js`);
  const entryPoints = [path.join(root, 'scripts', `${name}.ts`)];
  await esbuild.build({ ...nodeBundle, metafile: false, entryPoints, outfile });
  return createRequire(import.meta.url)(outfile);
}
