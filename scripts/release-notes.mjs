// Prints the section of CHANGELOG.md that is about a version, for the release of that version; fails where
// package.json, its lock or CITATION.cff are of another version, or the changelog does not have it.
//   node scripts/release-notes.mjs 0.2.0
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (file) => readFileSync(path.join(root, file), 'utf8');

const version = process.argv[2];
if (!/^\d+\.\d+\.\d+$/.test(version ?? ''))
  fail('Usage: node scripts/release-notes.mjs VERSION, such as 0.2.0.');

const stated = {
  'package.json': JSON.parse(read('package.json')).version,
  'package-lock.json': JSON.parse(read('package-lock.json')).version,
  'CITATION.cff': /^version: (.+)$/m.exec(read('CITATION.cff'))?.[1],
};
for (const [file, found] of Object.entries(stated))
  if (found !== version) fail(`${file} has version ${found}, not ${version}. Change it, then tag again.`);

const [, ...sections] = read('CHANGELOG.md').split(/^## /m);
const section = sections.find((text) => text.startsWith(`[${version}]`));
const notes = section?.slice(section.indexOf('\n')).trim();
if (!notes) fail(`CHANGELOG.md has no section [${version}]. Write one, then tag again.`);
if (!/^\[[\d.]+\] - \d{4}-\d{2}-\d{2}$/m.test(section.split('\n', 1)[0]))
  fail(
    `The section [${version}] of CHANGELOG.md has no date. Put the day of the release there, then tag again.`,
  );
console.log(notes);

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
