import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';

test('damaged files of every kind are read or refused in a sentence', { timeout: 300_000 }, () => {
  const script = path.join(projectRoot, 'scripts/fuzz.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [script, '--minutes', '0.02', '--seed', '1'],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /No faults/);
  const executions = [...stdout.matchAll(/: (\d+) executions/g)].map(([, count]) => Number(count));
  assert.ok(executions.length >= 10, stdout);
  assert.ok(executions.every((count) => count > 0));
});
