// Bundles one test file and runs it in this very process, where a debugger stops at its breakpoints. dist/ has to be
// built before: tests of the command line and of views run what is there.
//   node scripts/debug-test.mjs test/unit/info.test.ts
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tests = path.join(root, 'test');
const file = path.resolve(process.argv[2] ?? '');
const name = path.relative(tests, file);
if (!file.endsWith('.test.ts') || name.startsWith('..') || !existsSync(file)) {
  console.error('Name a test file, such as test/unit/info.test.ts: open one in the editor before you start.');
  process.exit(2);
}
await esbuild.build({
  ...nodeBundle,
  metafile: false,
  external: [...nodeBundle.external, 'playwright-core', '@vscode/test-electron', 'mocha', 'esbuild'],
  entryPoints: [file],
  outbase: tests,
  outdir: path.join(root, 'dist/test'),
});
await import(pathToFileURL(path.join(root, 'dist/test', name.replace(/\.ts$/, '.js'))).href);
