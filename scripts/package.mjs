// Packages the extension for one platform: miniml-TARGET-VERSION.vsix, with that platform's native files alone.
//   npm run package [-- TARGET] [--repository URL] [--ref REF]
// TARGET is linux-x64, linux-arm64, darwin-arm64, win32-x64 or win32-arm64; this machine by default.
// --repository is where the project is published on GitHub. With it, links and pictures of the README lead there,
// to the commit or tag REF, and the package names it as its home. VS Code shows no picture of a package itself, so
// without an address its README comes without pictures.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = options();
const target = positionals[0] ?? `${process.platform}-${process.arch}`;
const [platform, arch] = target.split('-');
const native = `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
if (!existsSync(path.join(root, native)))
  fail(`There is no onnxruntime for ${target}. Choose another target.`);
if (values.ref && !values.repository) fail('--ref needs --repository: a commit or tag of which repository?');

const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
execFileSync(process.execPath, ['scripts/third-parties.mjs', 'dist/THIRD-PARTY-NOTICES.txt'], {
  cwd: root,
  stdio: 'inherit',
});
const ignoreFile = path.join(root, 'dist/.vscodeignore');
const written = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
const included = values.repository ? written : written.replace(/^!README\.md$/m, '!dist/README.md');
writeFileSync(ignoreFile, `${included}\n!${native}/**\n`);
const readme = path.join(root, 'dist/README.md');
const manifest = path.join(root, 'package.json');
const manifestText = readFileSync(manifest, 'utf8');
try {
  if (values.repository) writeFileSync(manifest, withHome(manifestText, values.repository));
  execFileSync(
    process.execPath,
    [
      'node_modules/@vscode/vsce/vsce',
      'package',
      ...['--target', target],
      ...['--ignoreFile', ignoreFile],
      '--skip-license',
      ...(values.repository ? links(values.repository) : withoutPictures()),
    ],
    { cwd: root, stdio: 'inherit' },
  );
} finally {
  if (values.repository) writeFileSync(manifest, manifestText);
  for (const file of [ignoreFile, readme]) rmSync(file, { force: true });
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { repository: { type: 'string' }, ref: { type: 'string' } },
    });
  } catch (error) {
    return fail(`${error.message} Usage: npm run package -- [TARGET] [--repository URL] [--ref REF]`);
  }
}

/** package.json with the addresses that the Marketplace shows beside the README. */
function withHome(text, repository) {
  const content = JSON.parse(text);
  content.repository = { type: 'git', url: `${repository}.git` };
  content.bugs = { url: `${repository}/issues` };
  content.homepage = `${repository}#readme`;
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Takes a README without its pictures, whose links stay as they are. */
function withoutPictures() {
  const text = readFileSync(path.join(root, 'README.md'), 'utf8');
  writeFileSync(readme, text.replaceAll(/^!\[[^\]]*\]\([^)]*\)\n\n/gm, ''));
  return ['--no-rewrite-relative-links', '--readme-path', path.relative(root, readme)];
}

/** Where the README's links and pictures lead. */
function links(repository) {
  const ref = values.ref ?? 'HEAD';
  return ['--baseContentUrl', `${repository}/blob/${ref}`, '--baseImagesUrl', `${repository}/raw/${ref}`];
}

function fail(sentence) {
  console.error(sentence);
  process.exit(2);
}
