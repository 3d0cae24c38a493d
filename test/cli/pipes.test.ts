import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml } from '../support/command-line';

const skip = process.platform === 'win32' && 'Windows has no pipes among its files';

test('a pipe in place of a text file is named, not waited for', { skip, timeout: 120_000 }, async (t) => {
  const pipe = path.join(await emptyFolder(t), 'pipe');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  for (const args of [
    ['stats', pipe],
    ['batch', pipe],
    ['params', 'check', pipe],
    ['detect', '--params', pipe],
  ]) {
    const { code, stderr } = await miniml(...args);
    assert.notEqual(code, 0, args.join(' '));
    assert.match(
      stderr,
      /is a device, not a file\.|cannot be read: it is a device, not a file\./,
      args.join(' '),
    );
  }
});
