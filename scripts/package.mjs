// Packages the extension for one platform: miniml-TARGET-VERSION.vsix, with that platform's native files alone.
//   npm run package [-- TARGET]      linux-x64, linux-arm64, darwin-arm64, win32-x64, win32-arm64; this machine by default
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const target = process.argv[2] ?? `${process.platform}-${process.arch}`;
const [platform, arch] = target.split('-');
const native = `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;
if (!existsSync(path.join(root, native))) {
  console.error(`There is no onnxruntime for ${target}: choose another target.`);
  process.exit(2);
}

const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const ignoreFile = path.join(root, 'dist/.vscodeignore');
const written = readFileSync(path.join(root, '.vscodeignore'), 'utf8');
writeFileSync(ignoreFile, `${written}\n!${native}/**\n`);
try {
  execFileSync(
    process.execPath,
    [
      'node_modules/@vscode/vsce/vsce',
      'package',
      '--target',
      target,
      '--ignoreFile',
      ignoreFile,
      '--skip-license',
      '--no-rewrite-relative-links',
    ],
    { cwd: root, stdio: 'inherit' },
  );
} finally {
  rmSync(ignoreFile, { force: true });
}
