// Builds the project and its tests, runs them, names what was not run, and closes with one line of counts.
//   node test/run.mjs                     everything
//   node test/run.mjs unit golden         some suites
//   node test/run.mjs unit/signal         the files under test/ whose path starts so
//   node test/run.mjs --no-build unit     without building the project's own bundles first
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { nodeBundle } from '../esbuild.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const args = process.argv.slice(2);
const wanted = args.filter((a) => !a.startsWith('--'));

// Suites in the order they run; each stage waits for the one before. Files without a browser run as many at a time as
// there are processors. A file that drives a browser runs on its own, and once more if it fails: a browser on a busy
// machine can be too slow once, what is broken fails twice.
const stages = [
  { suites: ['unit', 'golden', 'cli'] },
  { suites: ['webview'], browsers: Math.max(1, os.availableParallelism() - 1), needs: 'browser' },
  { suites: ['host', 'workbench'], browsers: 1, needs: 'provisionWorkbench' },
];

const sources = readdirSync(path.join(root, 'test'), { recursive: true })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((w) => file.startsWith(w.replace(/^test\//, ''))))
  .sort();
if (sources.length === 0) {
  console.error(
    `No test file starts with ${wanted.join(' or ')}. Name a suite, or the beginning of a path below test/.`,
  );
  process.exit(2);
}

// What runs inside the extension host is loaded by VS Code, not by the test runner.
const hostFiles = sources.some((file) => file.startsWith('host/'))
  ? [
      'host/code.ts',
      'host/suite.ts',
      ...readdirSync(path.join(root, 'test/host/suites')).map((f) => `host/suites/${f}`),
    ]
  : [];

// What this file and the tests share.
const sharedFiles = ['support/runner/not-run.ts', 'support/workbench/provision.ts'];

if (!args.includes('--no-build')) {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
await esbuild.build({
  ...nodeBundle,
  // Tests take playwright and the like from node_modules; they are not part of any bundle of ours.
  external: [...nodeBundle.external, 'playwright-core', '@vscode/test-electron', 'mocha', 'esbuild'],
  entryPoints: [
    ...[...sources, ...hostFiles, ...sharedFiles].map((file) => `test/${file}`),
    { in: 'src/extension/tensorflow/npm-environment.ts', out: 'support/runner/npm-environment' },
  ],
  outbase: 'test',
  outdir: 'dist/test',
});

const require = createRequire(import.meta.url);
const shared = (file) => require(path.join(root, 'dist/test/support', file));
const { describeNotRun, parseSkipped } = shared('runner/not-run.js');
const { withoutNpmVariables } = shared('runner/npm-environment.js');
const install = shared('workbench/provision.js');

// The same under `npm test` and without it.
const environment = { ...withoutNpmVariables(process.env), FORCE_COLOR: '0' };
const reports = mkdtempSync(path.join(os.tmpdir(), 'miniml-reports-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));

const total = { pass: 0, fail: 0, cancelled: 0 };
const notRun = [];
let failed = false;
let reportCount = 0;
const runs = stages
  .map((stage) => ({ ...stage, files: sources.filter((file) => stage.suites.includes(file.split('/')[0])) }))
  .filter(({ files }) => files.length > 0);
// First of all, so that what is missing is known at once, and is installed before several files want it.
for (const run of runs) run.prepared = prepare(run);
for (const { files, browsers, prepared } of runs) {
  const bundles = files.map((file) => path.join(root, 'dist/test', file.replace(/\.ts$/, '.js')));
  if (!prepared)
    notRun.push(...files.map((file) => ({ file, reason: 'what it needs could not be installed' })));
  else if (browsers !== undefined)
    await Promise.all(Array.from({ length: browsers }, () => runOneByOne(bundles)));
  else add(await runFiles(bundles, 'live'));
}
for (const line of describeNotRun(notRun)) console.log(line);
console.log(`${total.pass} passed, ${total.fail + total.cancelled} failed, ${notRun.length} skipped`);
process.exit(failed ? 1 : 0);

/** Installs what the stage needs where that is possible; where it is and fails, that is a failure of the run. */
function prepare({ needs }) {
  try {
    if (needs !== undefined) install[needs]();
    return true;
  } catch (error) {
    console.error(error.message);
    total.fail++;
    failed = true;
    return false;
  }
}

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

function add({ ok, counts, skipped }) {
  for (const name of Object.keys(total)) total[name] += counts[name];
  notRun.push(...skipped);
  if (!ok) failed = true;
}

/** Runs files with Node's test runner, printed as it comes or at the end; says whether all passed, and its counts. */
function runFiles(files, print) {
  let output = '';
  const counts = { pass: 0, fail: 0, cancelled: 0 };
  const report = path.join(reports, `${reportCount++}.jsonl`);
  const reporters = [
    ['spec', 'stdout'],
    [pathToFileURL(path.join(root, 'test/support/runner/skip-reporter.mjs')).href, report],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`]);
  const concurrency = `--test-concurrency=${os.availableParallelism()}`;
  const runner = spawn(
    process.execPath,
    ['--enable-source-maps', '--test', concurrency, ...reporters, ...files],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
    },
  );
  let rest = '';
  runner.stdout.setEncoding('utf8').on('data', (text) => {
    if (print === 'live') process.stdout.write(text);
    else output += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const count = /^ℹ (pass|fail|cancelled) (\d+)$/.exec(line);
      if (count) counts[count[1]] += Number(count[2]);
    }
  });
  return new Promise((resolve) =>
    runner.on('close', (code) => {
      process.stdout.write(output);
      resolve({ ok: code === 0, counts, skipped: parseSkipped(readFileSync(report, 'utf8')) });
    }),
  );
}
