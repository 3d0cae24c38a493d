import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';

const skip = process.platform !== 'linux' && 'reads the memory of a process as Linux says it';

test('an engine goes through damaged files without refusing good ones', { skip, timeout: 300_000 }, () => {
  const script = path.join(projectRoot, 'scripts/soak.mjs');
  // Memory is flat only after many rounds, which a test has no time for.
  const rounds = ['--rounds', '2', '--warm', '1', '--growth', '100'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...rounds], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  assert.match(stdout, /10 detections, 5 good and as many damaged files, 2 trainings/);
});
