import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';

test('a few kills of windows that score and save one file lose nothing', { timeout: 300_000 }, () => {
  const script = path.join(projectRoot, 'scripts/torture.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'one', 'two', '--kills', '6'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /Nothing was lost/);
  const checked = [...stdout.matchAll(/(\d+) scores checked/g)].map(([, count]) => Number(count));
  assert.equal(checked.length, 3);
  assert.ok(checked.every((count) => count > 300));
});
