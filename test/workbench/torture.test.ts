import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';
import { provisionWorkbench } from '../support/workbench/provision';

const workbench = provisionWorkbench();
const skip = typeof workbench === 'string' ? workbench : false;

test('an extension host killed while scoring and a window killed while saving lose no score', {
  skip,
  timeout: 300_000,
}, () => {
  const script = path.join(projectRoot, 'scripts/torture.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, 'workbench', '--kills', '2'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /2 kills, 1 of the extension host/);
  assert.match(stdout, /1 of the window/);
  assert.match(stdout, /[1-9]\d* scores checked/);
});
