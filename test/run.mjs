// Builds the project and its tests, runs them, and closes with one line of counts.
//   node test/run.mjs                     everything
//   node test/run.mjs unit golden         some suites
//   node test/run.mjs unit/signal         the files under test/ whose path starts so
//   node test/run.mjs --no-build unit     without building the project's own bundles first
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const wanted = args.filter((a) => !a.startsWith('--'));

// Suites that start a workbench run after the others and one at a time.
const stages = [
  ['unit', 'golden', 'cli', 'webview'],
  ['host', 'workbench'],
];

const sources = readdirSync(path.join(root, 'test'), { recursive: true })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((w) => file.startsWith(w.replace(/^test\//, ''))))
  .sort();

// What runs inside the extension host is loaded by VS Code, not by the test runner.
const hostFiles = sources.some((file) => file.startsWith('host/'))
  ? [
      'host/code.ts',
      'host/suite.ts',
      ...readdirSync(path.join(root, 'test/host/suites')).map((f) => `host/suites/${f}`),
    ]
  : [];

if (!args.includes('--no-build')) {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await esbuild.build({
  ...nodeBundle,
  // Tests take playwright and the like from node_modules; they are not part of any bundle of ours.
  external: [...nodeBundle.external, 'playwright-core', '@vscode/test-electron', 'mocha', 'esbuild'],
  entryPoints: [...sources, ...hostFiles].map((file) => `test/${file}`),
  outbase: 'test',
  outdir: 'dist/test',
});

const total = { pass: 0, fail: 0, skipped: 0, cancelled: 0 };
let failed = false;
for (const [index, suites] of stages.entries()) {
  const files = sources
    .filter((file) => suites.includes(file.split('/')[0]))
    .map((file) => path.join(root, 'dist/test', file.replace(/\.ts$/, '.js')));
  if (index === 0) {
    if (files.length > 0) add(await runFiles(files, []));
    continue;
  }
  for (const file of files) {
    let run = await runFiles([file], ['--test-concurrency=1']);
    if (!run.ok) {
      // A browser on a busy machine can be too slow once; what is broken fails twice.
      console.log(`${path.relative(root, file)} failed: once more.`);
      run = await runFiles([file], ['--test-concurrency=1']);
    }
    add(run);
  }
}
console.log(`${total.pass} passed, ${total.fail + total.cancelled} failed, ${total.skipped} skipped`);
process.exit(failed ? 1 : 0);

function add({ ok, counts }) {
  for (const name of Object.keys(total)) total[name] += counts[name];
  if (!ok) failed = true;
}

/** Runs files with Node's test runner; says whether all passed, and its counts. */
function runFiles(files, flags) {
  const counts = { pass: 0, fail: 0, skipped: 0, cancelled: 0 };
  const runner = spawn(
    process.execPath,
    ['--enable-source-maps', '--test', '--test-reporter=spec', ...flags, ...files],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, FORCE_COLOR: '0' } },
  );
  let rest = '';
  runner.stdout.setEncoding('utf8').on('data', (text) => {
    process.stdout.write(text);
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const count = /^ℹ (pass|fail|skipped|cancelled) (\d+)$/.exec(line);
      if (count) counts[count[1]] += Number(count[2]);
    }
  });
  return new Promise((resolve) => runner.on('close', (code) => resolve({ ok: code === 0, counts })));
}
