import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parseParameterDocument } from '../../../src/common/parameters/document';
import { analyse } from '../../../src/engine/parameter-files/diagnostics/analyse';
import { located } from '../../../src/engine/parameter-files/diagnostics/diagnostic';
import { syntaxRules } from '../../../src/engine/parameter-files/diagnostics/syntax';
import { readParameterFile } from '../../../src/engine/parameter-files/file';

async function diagnose(text: string) {
  return located(text, await analyse(parseParameterDocument(text), syntaxRules));
}

/** "line:column code" of every finding. */
async function codes(text: string) {
  return (await diagnose(text)).map(({ line, column, code }) => `${line}:${column} ${code}`);
}

test('a right file with comments, a schema and a trailing comma has no findings', async () => {
  const text =
    '\uFEFF// my cells\n{\n  "$schema": "x",\n  "win_size": 600, /* samples */\n  "stride": null,\n}\n';
  assert.deepEqual(await diagnose(text), []);
});

test('of very many unknown names, each is found, and the first are guessed', async () => {
  const names = Array.from({ length: 60_000 }, (_, i) => `"w${i}": 1`);
  const found = await diagnose(`{ "win_sze": 1,${names.join(',')} }`);
  assert.equal(found.filter(({ code }) => code === 'unknown-name').length, 60_001);
  assert.match(found[0].message, /Did you mean win_size/);
});

test('findings say line, column, severity, code and what to do', async () => {
  const text = '{\r\n  "win_sze": 600,\r\n  "threshold": 0.3,\r\n  "peak_w": "5",\n  "bsl_win": 7\n}';
  assert.deepEqual(await diagnose(text), [
    {
      line: 2,
      column: 3,
      severity: 'error',
      code: 'unknown-name',
      message: 'There is no parameter "win_sze". Did you mean win_size?',
    },
    {
      line: 3,
      column: 3,
      severity: 'information',
      code: 'alias',
      message: 'threshold is understood as model_threshold.',
    },
    {
      line: 4,
      column: 13,
      severity: 'error',
      code: 'wrong-type',
      message: 'peak_w is "5" but must be a number of strides above 0.',
    },
    {
      line: 5,
      column: 14,
      severity: 'error',
      code: 'out-of-range',
      message: 'bsl_win is 7 but must be a number of windows above 0 and at most 1.',
    },
  ]);
});

test('fixes replace exactly the key', async () => {
  const text = '{ "window": 600, "wn_size": 600 }';
  const found = await analyse(parseParameterDocument(text), syntaxRules);
  const fixed = found
    .flatMap(({ fix }) => (fix ? [fix] : []))
    .sort((a, b) => b.range.from - a.range.from)
    .reduce((t, { range, replacement }) => t.slice(0, range.from) + replacement + t.slice(range.to), text);
  assert.equal(fixed, '{ "win_size": 600, "win_size": 600 }');
});

test('a name and its alias are one parameter that stands twice', async () => {
  assert.deepEqual(await codes('{"win_size": 600, "window": 700, "x_y_z": 1, "x_y_z": 2}'), [
    '1:19 duplicate',
    '1:19 alias',
    '1:34 unknown-name',
    '1:46 unknown-name',
    '1:46 duplicate',
  ]);
});

test('whatever stands in the file, there is an answer', async () => {
  assert.deepEqual(await codes(''), ['1:1 json']);
  assert.deepEqual(await codes('[1, 2]'), ['1:1 json']);
  assert.deepEqual(await codes('{"win_size": 600'), ['1:17 json']);
  assert.deepEqual(await codes('{"win_size" 600}'), ['1:13 json']);
  assert.deepEqual(await codes('{"win_size": 1e999}'), ['1:14 wrong-type']);
  assert.deepEqual(await codes('{"__proto__": 1}'), ['1:2 unknown-name']);
  assert.deepEqual(await codes('{"win_size": [600]}'), ['1:14 wrong-type']);
  assert.deepEqual((await codes(`{"a": ${'['.repeat(200_000)}`)).slice(0, 1), ['1:1 json']);
  assert.deepEqual(await codes('x'.repeat(2_000_000)), ['1:1 json']);
  assert.ok((await codes('\0\u0001\xff{{{')).length > 0);
});

test('a file becomes a layer: aliases by their name, paths from its folder', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'miniml-'));
  const file = path.join(folder, 'cell.miniml.json');
  await writeFile(file, '{ "model": "../m.h5", "window_size": 700 }');
  assert.deepEqual(await readParameterFile(file), {
    kind: 'parameter file',
    path: file,
    values: { model_path: path.resolve(folder, '../m.h5'), win_size: 700 },
  });
  await writeFile(file, '{\n "win_size": 1 }');
  await assert.rejects(readParameterFile(file), /cell\.miniml\.json:2:14: win_size is 1 but must be/);
  await assert.rejects(readParameterFile(folder), /cannot be read/);
});
