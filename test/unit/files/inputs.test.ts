import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { requireNoInput } from '../../../src/engine/files/inputs';
import { temporaryFolder } from '../../support/folder';

test('an output that is an input is refused by whatever path, and any other is not', async () => {
  const folder = temporaryFolder();
  const scored = path.join(folder, 'scored.h5');
  writeFileSync(scored, 'hours of scoring');
  await requireNoInput(path.join(folder, 'model.h5'), [scored, path.join(folder, 'missing.h5')]);
  const refusal = /^UserError: .* is read here and would be replaced/;
  await assert.rejects(requireNoInput(path.join(folder, 'x', '..', 'scored.h5'), [scored]), refusal);
  if (process.platform === 'win32') return;
  symlinkSync(scored, path.join(folder, 'link.h5'));
  await assert.rejects(requireNoInput(scored, [path.join(folder, 'link.h5')]), refusal);
});
