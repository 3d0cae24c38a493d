// Writes the licences of everything in the package that others have written into one file. What is bundled is taken from
// esbuild's lists of inputs, so build first; the rest is what .vscodeignore lets into the package.
//   node scripts/third-parties.mjs FILE
//   node scripts/third-parties.mjs --list
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
/** Packages that are shipped as they are. */
const WHOLE = ['onnxruntime-node', 'onnxruntime-common', '@vscode/codicons', 'h5wasm-plugins'];
const NOT_SHIPPED = new Set(['bench.json']);
const LICENCE_FILE = /^(licen[cs]e|copying|notice|third.?party.?notices?)/i;

/** Folders of packages whose code is in our bundles, or in the package as it is. */
function shippedFolders() {
  const folders = new Set(WHOLE.map((name) => path.join('node_modules', name)));
  const meta = path.join(root, 'dist/meta');
  for (const name of readdirSync(meta).filter((one) => !NOT_SHIPPED.has(one)))
    for (const input of Object.keys(JSON.parse(readFileSync(path.join(meta, name), 'utf8')).inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder) folders.add(folder);
    }
  return [...folders].sort();
}

/** Name, version, licence and the texts of the licence files of a package. */
function facts(folder) {
  const at = path.join(root, folder);
  const { name, version, license, licenses } = JSON.parse(
    readFileSync(path.join(at, 'package.json'), 'utf8'),
  );
  const licence = license?.type ?? license ?? licenses?.map(({ type }) => type).join(' or ') ?? 'not stated';
  const texts = readdirSync(at)
    .filter((file) => LICENCE_FILE.test(file) && !file.endsWith('.js'))
    .map((file) => readFileSync(path.join(at, file), 'utf8').trim());
  return { title: `${name} ${version}`, licence, texts };
}

/** The file's text: packages of one and the same licence text stand together. */
function notices(packages) {
  const byText = new Map();
  for (const { title, licence, texts } of packages) {
    const text = texts.join('\n\n') || `Licence: ${licence}. The package has no file with its text.`;
    byText.set(text, [...(byText.get(text) ?? []), `${title} (${licence})`]);
  }
  return [...byText]
    .map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

const packages = shippedFolders().map(facts);
const [target] = process.argv.slice(2);
if (target === '--list') console.log(packages.map(({ title, licence }) => `${title}: ${licence}`).join('\n'));
else if (target !== undefined) writeFileSync(target, notices(packages));
else {
  console.error('Usage: node scripts/third-parties.mjs FILE, or --list');
  process.exit(2);
}
