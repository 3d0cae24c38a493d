import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { readModel } from '../../../src/engine/network/keras/read-model';
import { Random } from '../../../src/engine/signal/random';
import { temporaryFolder } from '../../support/folder';
import { kerasFixture } from '../../support/keras-fixtures';

const folder = temporaryFolder();

for (const name of ['keras2.h5', 'functional.keras'])
  test(`${name} with bytes changed is a model or a sentence, never a crash`, async () => {
    const random = new Random(7);
    const whole = readFileSync(kerasFixture(name));
    let refused = 0;
    for (let round = 0; round < 120; round++) {
      const bytes = Uint8Array.from(whole);
      for (let changes = 1 + random.integer(20); changes > 0; changes--)
        bytes[random.integer(bytes.length)] = random.integer(256);
      const file = path.join(folder, `${round}-${name}`);
      writeFileSync(file, bytes);
      try {
        const { network } = await readModel(file);
        assert.ok(network.layers.length > 0);
      } catch (thrown) {
        assert.ok(thrown instanceof UserError, `round ${round}: ${(thrown as Error).stack}`);
        assert.ok(!thrown.message.includes('\n'), thrown.message);
        refused++;
      }
    }
    assert.ok(refused > 10, `${refused} refused`);
  });
