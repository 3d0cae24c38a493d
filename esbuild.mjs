// Builds every bundle into dist/. `--watch` rebuilds on change; other scripts import `nodeBundle` to build alike.

import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));

/** The HDF5 library, 4 MB of WebAssembly: a file of its own that all bundles share. */
const hdf5Library = path.join(root, 'dist/hdf5-library.js');
const hdf5LibraryApart = {
  name: 'hdf5-library-apart',
  setup({ initialOptions, onResolve }) {
    const beside =
      initialOptions.outfile &&
      path.dirname(path.resolve(root, initialOptions.outfile)) === path.dirname(hdf5Library);
    const from = beside ? './hdf5-library.js' : hdf5Library;
    onResolve({ filter: /\bhdf5_util\.js$/ }, () => ({ path: from, external: true }));
  },
};

/** Options for whatever runs under Node: the engine, the extension, the tests. */
export const nodeBundle = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  // Native code and what VS Code provides stay outside.
  external: ['vscode', 'onnxruntime-node', '@tensorflow/tfjs-node-gpu'],
  mainFields: ['module', 'main'],
  plugins: [hdf5LibraryApart],
  // h5wasm asks import.meta.url where it lies; in a CommonJS bundle that is the bundle itself.
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: 'const __bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
};

const webviewBundle = {
  absWorkingDir: root,
  bundle: true,
  platform: 'browser',
  target: 'chrome120',
  format: 'iife',
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
};

/** Bundle name → entry, for Node. */
const nodeEntries = {
  miniml: 'src/cli/main.ts',
  bench: 'bench/run.ts',
  'onnx-worker': 'src/engine/backends/onnx-worker.ts',
  'reading-worker': 'src/engine/reading/reading-worker.ts',
  'onnx-probe': 'src/engine/backends/onnx-probe.ts',
  extension: 'src/extension/extension.ts',
  'language-server': 'src/language-server/main.ts',
};

/** Every folder under src/webviews with a main.ts, or main.tsx, is a webview of that name. */
function webviewEntries() {
  const folder = path.join(root, 'src/webviews');
  return readdirSync(folder)
    .flatMap((name) => ['main.ts', 'main.tsx'].map((main) => [name, `src/webviews/${name}/${main}`]))
    .filter(([, entry]) => existsSync(path.join(root, entry)));
}

async function build(watch) {
  const present = Object.entries(nodeEntries).filter(([, entry]) => existsSync(path.join(root, entry)));
  const contexts = [
    ...present.map(([name, entry]) => ({
      ...nodeBundle,
      entryPoints: [entry],
      outfile: `dist/${name}.js`,
    })),
    {
      ...nodeBundle,
      plugins: [],
      entryPoints: ['node_modules/h5wasm/dist/node/hdf5_util.js'],
      outfile: hdf5Library,
      sourcemap: false,
      charset: 'utf8',
      // What an ES module imports of a CommonJS one is all that it exports.
      footer: { js: 'module.exports = module.exports.default;' },
    },
    ...webviewEntries().map(([name, entry]) => ({
      ...webviewBundle,
      entryPoints: [entry],
      outfile: `dist/webviews/${name}.js`,
    })),
  ];
  await mkdir(path.join(root, 'dist/meta'), { recursive: true });
  await Promise.all(
    contexts.map(async (options) => {
      if (watch) return (await esbuild.context(options)).watch();
      const { metafile } = await esbuild.build(options);
      await writeFile(
        path.join(root, 'dist/meta', `${path.basename(options.outfile, '.js')}.json`),
        JSON.stringify(metafile),
      );
    }),
  );
  await cp(path.join(root, 'node_modules/@vscode/codicons/dist'), path.join(root, 'dist/codicons'), {
    recursive: true,
    filter: (file) => !file.endsWith('.svg') && !file.endsWith('.html'),
  });
  // What HDF5 files are compressed with, but for pictures.
  const plugins = path.join(root, 'node_modules/h5wasm-plugins');
  await cp(path.join(plugins, 'plugins'), path.join(root, 'dist/hdf5-plugins'), {
    recursive: true,
    filter: (file) => !file.endsWith('jpeg.so'),
  });
  for (const licence of ['LICENSE', 'COPYING'])
    await cp(path.join(plugins, licence), path.join(root, 'dist/hdf5-plugins', licence));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(process.argv.includes('--watch'));
