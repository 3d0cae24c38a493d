import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../support/project';

const CODE = `"use strict";
function kind(x) { if (x > 1) return x > 9 ? 'many' : 'some'; else { return x || 'none'; } }
const odd = (n) => { switch (n) { case 'a:b': case 1: return true; default: for (const y of [n]) y && odd(1); } try { null.x } catch { return 'caught' } };
class A { #hidden = 2; static of = () => ({ a: new A().#hidden }); }
results.push(kind(12), kind(3), kind(0), odd(5), A.of().a, (function () { return this; })());
`;

test('counters leave what a script does as it was, and tell which branches ran', () => {
  const module = JSON.stringify(pathToFileURL(path.join(projectRoot, 'scripts/coverage-counters.mjs')).href);
  const script = `import { withCounters } from ${module};
    const run = (code) => { const results = []; new Function('results', code)(results); return results; };
    const code = ${JSON.stringify(CODE)};
    const counted = withCounters(code);
    const [plain, same] = [run(code), run(counted)];
    const lines = [code, counted].map((text) => text.split('\\n').length);
    console.log(JSON.stringify({ plain, same, lines, counts: [...coverageCounters] }));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const { plain, same, lines, counts } = JSON.parse(out);
  assert.deepEqual(same, plain);
  assert.deepEqual(plain, ['many', 'some', 'none', 'caught', 2, null]);
  assert.equal(lines[0], lines[1]);
  // kind 3 times; each of its branches; odd twice.
  assert.ok(counts.filter((count: number) => count > 0).length >= 12, counts.join());
  assert.ok(counts.includes(3) && counts.includes(2) && counts.includes(1));
});
