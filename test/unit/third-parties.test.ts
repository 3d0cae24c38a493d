import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/folder';
import { projectRoot } from '../support/project';

const script = path.join(projectRoot, 'scripts/third-parties.mjs');

test('the licences of all that is shipped are in one file', () => {
  const file = path.join(temporaryFolder(), 'notices.txt');
  execFileSync(process.execPath, [script, file]);
  const text = readFileSync(file, 'utf8');
  const list = execFileSync(process.execPath, [script, '--list'], { encoding: 'utf8' }).trim().split('\n');
  for (const line of list) {
    const [, title, licence] = /^(\S+ \S+): (.+)$/.exec(line) ?? assert.fail(line);
    assert.notEqual(licence, 'not stated', title);
    assert.ok(text.includes(`${title} (${licence})`), title);
  }
  for (const name of ['h5wasm', 'preact', 'chart.js', 'onnxruntime-node', 'vscode-languageserver'])
    assert.ok(
      list.some((line) => line.startsWith(`${name} `)),
      name,
    );
  assert.match(text, /Permission is hereby granted/);
});
