// Writes what is generated from declarations in the sources; `--check` only names what is stale and fails.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledScript } from './bundled-script.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { generatedFiles } = await bundledScript('generated-files');
const stale = generatedFiles((file) => readFileSync(path.join(root, file), 'utf8')).filter(
  ({ file, text }) => read(file) !== text,
);
for (const { file, text } of stale) {
  if (!process.argv.includes('--check')) writeFileSync(path.join(root, file), text);
  console.log(`${file} ${process.argv.includes('--check') ? 'is stale: run "npm run generate"' : 'written'}`);
}
if (process.argv.includes('--check') && stale.length > 0) process.exitCode = 1;

function read(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
