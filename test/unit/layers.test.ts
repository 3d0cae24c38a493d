import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';

interface Metafile {
  inputs: Record<string, { imports: { path: string; external?: boolean }[] }>;
}

const folder = path.join(projectRoot, 'dist/meta');
const bundles = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  meta: JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Metafile,
}));
const isEngine = (name: string) =>
  name === 'miniml' || name.endsWith('-worker') || name === 'language-server';
const isWebview = (bundle: { meta: Metafile }) => inputs(bundle.meta, 'src/webviews/').length > 0;

function inputs(meta: Metafile, prefix: string): string[] {
  return Object.keys(meta.inputs).filter((file) => file.startsWith(prefix));
}

function externals(meta: Metafile): string[] {
  return Object.values(meta.inputs).flatMap(({ imports }) =>
    imports.filter((i) => i.external).map((i) => i.path),
  );
}

test('the engine runs without VS Code: no bundle of it holds the extension, a webview or vscode', () => {
  const engines = bundles.filter((b) => isEngine(b.name));
  assert.ok(engines.some((b) => b.name === 'miniml'));
  for (const { name, meta } of engines) {
    assert.ok(!externals(meta).includes('vscode'), name);
    if (name !== 'language-server') assert.deepEqual(inputs(meta, 'src/extension/'), [], name);
    assert.deepEqual(inputs(meta, 'src/webviews/'), [], name);
  }
});

test('a webview runs in a browser: no bundle of one holds the engine or a Node module', () => {
  const webviews = bundles.filter(isWebview);
  assert.ok(webviews.length > 0);
  const node = new Set(builtinModules.flatMap((m) => [m, `node:${m}`]));
  for (const { name, meta } of webviews) {
    for (const imported of externals(meta)) assert.ok(!node.has(imported), `${name} imports ${imported}`);
    const reached = inputs(meta, 'src/engine/').filter((file) => !file.includes('/parameters/'));
    assert.deepEqual(reached, [], name);
  }
});

test('the extension asks the engine, it does not hold it: no native code, no HDF5 in its bundle', () => {
  const extension = bundles.find((b) => b.name === 'extension');
  assert.ok(extension);
  assert.ok(!externals(extension.meta).includes('onnxruntime-node'));
  assert.deepEqual(inputs(extension.meta, 'node_modules/h5wasm/'), []);
});

/** What the lower folders of the engine may know of each other, types included; modules beside them are everybody's. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  signal: [],
  files: [],
  network: ['files', 'signal'],
  recordings: ['files', 'signal'],
  backends: ['network', 'signal'],
  prediction: ['backends', 'network', 'signal'],
};

test('in the engine the lower folders know nothing of those above them, not even types', () => {
  const engine = path.join(projectRoot, 'src/engine');
  for (const [folder, known] of Object.entries(BELOW)) {
    const files = readdirSync(path.join(engine, folder), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => file.endsWith('.ts'));
    assert.ok(sources.length > 1, folder);
    for (const source of sources) {
      const file = path.join(engine, folder, source);
      for (const [, from] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']*)'/g)) {
        const parts = path.relative(engine, path.resolve(path.dirname(file), from)).split(path.sep);
        const foreign = parts.length > 1 && parts[0] !== folder && parts[0] !== '..';
        assert.ok(!foreign || known.includes(parts[0]!), `${folder}/${source} imports ${from}`);
      }
    }
  }
  const ofItself = readFileSync(path.join(engine, 'task.ts'), 'utf8');
  assert.doesNotMatch(ofItself, /from '\.\/[^']*\//, 'a task knows no folder');
});
