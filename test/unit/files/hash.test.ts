import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CancelledError, UserError } from '../../../src/common/errors';
import { type Progress, silentTask } from '../../../src/common/task';
import { sha256Of } from '../../../src/engine/files/hash';
import { temporaryFolder } from '../../support/folder';

test('SHA-256 of known texts (FIPS 180-4 examples)', async () => {
  const file = path.join(temporaryFolder(), 'a');
  writeFileSync(file, 'abc');
  assert.equal(
    await sha256Of(file, silentTask()),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
  writeFileSync(file, '');
  assert.equal(
    await sha256Of(file, silentTask()),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
});

test('files of several blocks, with progress and cancellation', async () => {
  const file = path.join(temporaryFolder(), 'a');
  const bytes = Buffer.alloc(9_000_001, 'miniML');
  writeFileSync(file, bytes);
  const seen: Progress[] = [];
  const hash = await sha256Of(file, { signal: new AbortController().signal, report: (p) => seen.push(p) });
  assert.equal(hash, createHash('sha256').update(bytes).digest('hex'));
  assert.deepEqual(
    seen.map((p) => p.done),
    [4_194_304, 8_388_608, 9_000_001],
  );
  const cancelling = new AbortController();
  await assert.rejects(
    sha256Of(file, { signal: cancelling.signal, report: () => cancelling.abort() }),
    CancelledError,
  );
});

test('a missing file and a folder are the user’s to mend', async () => {
  const folder = temporaryFolder();
  await assert.rejects(sha256Of(path.join(folder, 'none'), silentTask()), UserError);
  await assert.rejects(sha256Of(folder, silentTask()), UserError);
});
