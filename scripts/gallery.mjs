// Takes a picture of every view in every state, theme and width that the tests know, for looking at.
//   node scripts/gallery.mjs FOLDER [page …]
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [folder, ...pages] = process.argv.slice(2);
if (!folder) {
  console.error('Say which folder the pictures go to: node scripts/gallery.mjs FOLDER [page …]');
  process.exit(2);
}
// In the tests' folder, from where the project is found.
const outfile = path.join(root, 'dist/test/gallery.js');
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  external: [...nodeBundle.external, 'playwright-core'],
  entryPoints: [path.join(root, 'scripts/take-gallery.ts')],
  outfile,
});
const { takeGallery } = createRequire(import.meta.url)(outfile);
await takeGallery(path.resolve(folder), pages);
