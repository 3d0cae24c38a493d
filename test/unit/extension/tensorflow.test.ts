import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { ownIdentity } from '../../../src/engine/files/process-identity';
import { forkEngine } from '../../../src/extension/engine/fork';
import { installedTensorFlow, tensorFlowFolder } from '../../../src/extension/tensorflow/folder';
import { installTensorFlow, removeTensorFlow } from '../../../src/extension/tensorflow/install';
import { packageFor, type TensorFlowPackage } from '../../../src/extension/tensorflow/packages';
import { temporaryFolder } from '../../support/folder';
import { npmCli, npmRegistry } from '../../support/npm-registry';
import { projectRoot } from '../../support/project';

const name = '@tensorflow/tfjs-node';
const script = path.join(projectRoot, 'dist/miniml.js');
const modules = path.join(projectRoot, 'node_modules/@tensorflow');

/** A package that computes as TensorFlow does, by its own library in JavaScript. */
const working = {
  name,
  version: '4.22.0',
  install: 'node install.js',
  files: {
    'install.js': "require('fs').writeFileSync('native.txt', process.env.PATH)",
    'main.js': `const tf = require(${JSON.stringify(path.join(modules, 'tfjs-core'))});
require(${JSON.stringify(path.join(modules, 'tfjs-backend-cpu'))});
module.exports = { ...tf, version: { 'tfjs-node': '4.22.0' } };`,
  },
} as const;

/** An installation into an empty storage, from a registry on this machine. */
async function setUp(changes: { install?: string; files?: Record<string, string>; disk_mb?: number } = {}) {
  const registry = await npmRegistry({
    ...working,
    ...changes,
    files: { ...working.files, ...changes.files },
  });
  const storage = mkdtempSync(path.join(temporaryFolder(), 'storage-'));
  const folder = tensorFlowFolder(storage);
  const cancel = new AbortController();
  const phases: string[] = [];
  const lines: string[] = [];
  let released = 0;
  const environment = {
    npm_config_registry: registry.url,
    npm_config_cache: path.join(storage, 'cache'),
    npm_config_fetch_retries: '0',
    // As where somebody forbids scripts by default.
    npm_config_ignore_scripts: 'true',
  };
  const options = {
    package: { folder: 'cpu', name, download_mb: 1, disk_mb: changes.disk_mb ?? 1 } as TensorFlowPackage,
    lock: registry.lock,
    folder,
    npm: async (_folder: string) => npmCli,
    script,
    environment,
    signal: cancel.signal,
    show: ({ phase }: { phase: string }) => void phases.push(phase),
    log: (line: string) => void lines.push(line),
    release: async () => void released++,
  };
  return {
    storage,
    folder,
    registry,
    environment,
    cancel,
    phases,
    lines,
    released: () => released,
    install: (more: Partial<typeof options> = {}) => installTensorFlow({ ...options, ...more }),
    /** What is there besides npm's cache. */
    left: () => readdirSync(storage).filter((entry) => entry !== 'cache'),
  };
}

test('it is installed whole, tried, and found by the next engine', async () => {
  const { install, folder, storage, phases, left, registry, released } = await setUp();
  assert.deepEqual(installedTensorFlow(storage), {});
  assert.equal(await install(), 'TensorFlow 4.22.0, CPU');
  assert.deepEqual([...new Set(phases)], ['packages', 'TensorFlow', 'testing the installation']);
  assert.deepEqual(left(), ['tensorflow']);
  assert.equal(released(), 1);
  const searched = readFileSync(path.join(folder, 'node_modules', name, 'native.txt'), 'utf8');
  assert.ok(searched.includes('miniml-node-'), 'its script finds our Node');

  const { child, client } = forkEngine(script, installedTensorFlow(storage), () => {});
  const { description, refused } = await client.request('backend', { backend: 'tensorflow' });
  assert.deepEqual({ description, refused }, { description: 'TensorFlow 4.22.0, CPU', refused: null });
  child.kill();

  // Again, over what is there.
  await install();
  assert.deepEqual(left(), ['tensorflow']);
  await removeTensorFlow(folder);
  assert.deepEqual(left(), []);
  registry.close();
});

test('where it is not installed the CPU computes, and why is said', async () => {
  const { child, client } = forkEngine(script, {}, () => {});
  const { description, refused } = await client.request('backend', { backend: 'tensorflow', threads: 1 });
  child.kill();
  assert.equal(description, 'CPU, 1 thread');
  assert.match(refused!, /TensorFlow is not installed\. Run "miniML: Install TensorFlow"/);
});

test('whatever goes wrong is a sentence, and what was there stays', async () => {
  const failing: [changes: Parameters<typeof setUp>[0], reason: RegExp][] = [
    [
      { install: 'node -e "console.error(\'npm error ENOTFOUND\'); process.exit(1)"' },
      /the network cannot be reached/,
    ],
    [{ files: { 'main.js': 'throw new Error("libcudart is missing")' } }, /libcudart is missing/],
    [{ files: { 'main.js': 'process.kill(process.pid, "SIGSEGV")' } }, /ended unexpectedly \(SIGSEGV\)/],
  ];
  for (const [changes, reason] of failing) {
    const { install, folder, left, registry, released, lines } = await setUp(changes);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'earlier'), '');
    await assert.rejects(install(), (error) => error instanceof UserError && reason.test(error.message));
    assert.deepEqual(left(), ['tensorflow']);
    assert.ok(existsSync(path.join(folder, 'earlier')));
    assert.equal(released(), 0);
    assert.ok(lines.length > 0, 'the log has more');
    registry.close();
  }
});

test('a registry that is away or has something else, and a full disk, are told apart', async () => {
  const { install, left, registry } = await setUp();
  const other = await setUp({ files: { 'other.txt': 'not the same' } });
  await assert.rejects(install({ lock: other.registry.lock }), /the download failed its integrity check/);
  other.registry.close();
  registry.close();
  await assert.rejects(install(), /the network cannot be reached/);
  assert.deepEqual(left(), []);
  const large = await setUp({ disk_mb: 1e12 });
  await assert.rejects(large.install(), /GB are free for .*\. Free some space first/);
  large.registry.close();
});

test('cancelling leaves nothing behind, and nothing running', async () => {
  const beats = path.join(temporaryFolder(), 'beats');
  const { install, left, cancel, registry } = await setUp({
    files: {
      'install.js': `setInterval(() => require('fs').appendFileSync(${JSON.stringify(beats)}, '.'), 20)`,
    },
  });
  const ended = assert.rejects(install(), CancelledError);
  while (!existsSync(beats)) await new Promise((resolve) => setTimeout(resolve, 50));
  cancel.abort();
  await ended;
  assert.deepEqual(left(), []);
  const { size } = statSync(beats);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.equal(statSync(beats).size, size);
  registry.close();
});

test('what a killed editor left behind is removed, what another one is at stays', async () => {
  const { install, folder, left, registry } = await setUp();
  const { machine } = ownIdentity();
  mkdirSync(`${folder}.${machine}-999999999`);
  const running = [`${machine}-${process.ppid}`, `m0123456789-${process.pid}`];
  for (const tag of running) mkdirSync(`${folder}.${tag}`);
  await install();
  assert.deepEqual(left().sort(), ['tensorflow', ...running.map((tag) => `tensorflow.${tag}`)].sort());
  registry.close();
});

test('the package is for the machine: a card where its driver is', () => {
  const on = (platform: string, arch: string, driver: boolean) =>
    packageFor({ platform, arch }, () => driver).folder;
  assert.equal(on('linux', 'x64', true), 'gpu');
  assert.equal(on('win32', 'x64', true), 'gpu');
  assert.equal(on('linux', 'x64', false), 'cpu');
  assert.equal(on('linux', 'arm64', true), 'cpu');
  assert.equal(on('darwin', 'arm64', true), 'cpu');
  assert.throws(() => on('win32', 'arm64', true), UserError);
});

test('the lock files name exact versions with their hashes, and no registry', () => {
  for (const folder of ['gpu', 'cpu']) {
    const read = (file: string) => readFileSync(path.join(projectRoot, 'tensorflow', folder, file), 'utf8');
    const [[dependency, version]] = Object.entries<string>(JSON.parse(read('package.json')).dependencies) as [
      [string, string],
    ];
    assert.equal(dependency, packageFor({ platform: 'linux', arch: 'x64' }, () => folder === 'gpu').name);
    assert.match(version, /^\d+\.\d+\.\d+$/);
    const { packages } = JSON.parse(read('package-lock.json'));
    for (const [place, { integrity, resolved }] of Object.entries<{ integrity: string; resolved?: string }>(
      packages,
    )) {
      assert.equal(resolved, undefined);
      if (place !== '') assert.match(integrity, /^sha512-/, place);
    }
  }
});
