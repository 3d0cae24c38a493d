import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { layerViolations, upwardRules } from '../../scripts/layers';
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
    assert.deepEqual(inputs(meta, 'src/extension/'), [], name);
    assert.deepEqual(inputs(meta, 'src/webviews/'), [], name);
  }
});

test('a webview runs in a browser: no bundle of one holds the engine or a Node module', () => {
  const webviews = bundles.filter(isWebview);
  assert.ok(webviews.length > 0);
  const node = new Set(builtinModules.flatMap((m) => [m, `node:${m}`]));
  for (const { name, meta } of webviews) {
    for (const imported of externals(meta)) assert.ok(!node.has(imported), `${name} imports ${imported}`);
    assert.deepEqual(inputs(meta, 'src/engine/'), [], name);
    assert.deepEqual(inputs(meta, 'src/extension/'), [], name);
  }
});

test('no bundle holds two copies of a part of Preact, which keeps its state in variables of its own', () => {
  for (const { name, meta } of bundles.filter(isWebview)) {
    const parts = inputs(meta, 'node_modules/preact/').map((file) => file.replace(/\/(src|dist)\/.*/, ''));
    const byName = parts.filter((part) => part === 'node_modules/preact/hooks');
    assert.ok(new Set(parts).size === parts.length, `${name} holds ${byName.length} copies of the hooks`);
  }
});

test('the extension asks the engine, it does not hold it: no native code, no HDF5 in its bundle', () => {
  const extension = bundles.find((b) => b.name === 'extension');
  assert.ok(extension);
  assert.ok(!externals(extension.meta).includes('onnxruntime-node'));
  assert.deepEqual(inputs(extension.meta, 'node_modules/h5wasm/'), []);
});

test('every import of the sources is one that its layer allows, types included', () => {
  assert.deepEqual(layerViolations(projectRoot), []);
});

test('each layer may import only from layers listed before it, so that no circle between folders can arise', () => {
  assert.deepEqual(upwardRules(), []);
});

test('no module imports itself through others at run time', () => {
  for (const { name, meta } of bundles) assert.deepEqual(circles(meta), [], name);
});

/** Chains of imports that lead back to where they began, of our own files in a bundle. */
function circles(meta: Metafile): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, chain: string[]) => {
    if (chain.includes(file)) found.push([...chain.slice(chain.indexOf(file)), file].join(' → '));
    if (done.has(file) || chain.includes(file)) return;
    const imports = meta.inputs[file]?.imports ?? [];
    for (const { path: imported, external } of imports)
      if (!external && imported.startsWith('src/')) visit(imported, [...chain, file]);
    done.add(file);
  };
  for (const file of Object.keys(meta.inputs)) if (file.startsWith('src/')) visit(file, []);
  return found;
}
