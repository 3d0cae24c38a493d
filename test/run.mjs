// Builds the project and its tests, runs them, and closes with one line of counts.
//   node test/run.mjs                     everything
//   node test/run.mjs unit golden         some suites
//   node test/run.mjs unit/signal         the files under test/ whose path starts so
//   node test/run.mjs --no-build unit     without building the project's own bundles first
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const wanted = args.filter((a) => !a.startsWith('--'));

// Suites in the order they run; each stage waits for the one before. A file that drives a browser runs on its own,
// and once more if it fails: a browser on a busy machine can be too slow once, what is broken fails twice.
const stages = [
  { suites: ['unit', 'golden', 'cli'] },
  { suites: ['webview'], browsers: Math.max(1, os.availableParallelism() - 1) },
  { suites: ['host', 'workbench'], browsers: 1 },
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
for (const { suites, browsers } of stages) {
  const files = sources
    .filter((file) => suites.includes(file.split('/')[0]))
    .map((file) => path.join(root, 'dist/test', file.replace(/\.ts$/, '.js')));
  if (browsers !== undefined) await Promise.all(Array.from({ length: browsers }, () => runOneByOne(files)));
  else if (files.length > 0) add(await runFiles(files, 'live'));
}
console.log(`${total.pass} passed, ${total.fail + total.cancelled} failed, ${total.skipped} skipped`);
process.exit(failed ? 1 : 0);

/** Takes files from the list until none is left. */
async function runOneByOne(files) {
  for (let file = files.shift(); file !== undefined; file = files.shift()) {
    let run = await runFiles([file]);
    if (!run.ok) {
      console.log(`${path.relative(root, file)} failed: once more.`);
      run = await runFiles([file]);
    }
    add(run);
  }
}

function add({ ok, counts }) {
  for (const name of Object.keys(total)) total[name] += counts[name];
  if (!ok) failed = true;
}

/** Runs files with Node's test runner, printed as it comes or at the end; says whether all passed, and its counts. */
function runFiles(files, print) {
  let output = '';
  const counts = { pass: 0, fail: 0, skipped: 0, cancelled: 0 };
  const runner = spawn(
    process.execPath,
    ['--enable-source-maps', '--test', '--test-reporter=spec', ...files],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, FORCE_COLOR: '0' } },
  );
  let rest = '';
  runner.stdout.setEncoding('utf8').on('data', (text) => {
    if (print === 'live') process.stdout.write(text);
    else output += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const count = /^ℹ (pass|fail|skipped|cancelled) (\d+)$/.exec(line);
      if (count) counts[count[1]] += Number(count[2]);
    }
  });
  return new Promise((resolve) =>
    runner.on('close', (code) => {
      process.stdout.write(output);
      resolve({ ok: code === 0, counts });
    }),
  );
}
