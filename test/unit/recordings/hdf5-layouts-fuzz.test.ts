import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';

const folder = temporaryFolder();
const fixtures = path.join(projectRoot, 'test/fixtures/hdf5/layouts');
const CASES = 40;

/** Reproducible whole numbers from 0 to below `n` (Lehmer's generator). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % n;
  };
}

function damage(good: Buffer, roll: (n: number) => number): Buffer {
  const bytes = Buffer.from(good);
  if (roll(8) === 0) return bytes.subarray(0, roll(bytes.length));
  for (let changes = 1 + roll(6); changes > 0; changes--) {
    const at = 64 + roll(bytes.length - 64);
    bytes[at] = [0, 1, 0x7f, 0xff, roll(256)][roll(5)];
  }
  return bytes;
}

describe('a damaged HDF5 file of a known layout gives a sentence or samples', () => {
  for (const name of readdirSync(fixtures))
    it(name, async () => {
      const good = readFileSync(path.join(fixtures, name));
      for (let seed = 1; seed <= CASES; seed++) {
        // A file of its own each time, as HDF5 may still hold the one before.
        const file = path.join(folder, `${seed}-${name}`);
        writeFileSync(file, damage(good, dice(seed * 7919)));
        try {
          const recording = await openRecording(file, {});
          try {
            const { samples } = recording.sweeps[0];
            assert.ok(Number.isSafeInteger(samples) && samples >= 0);
            assert.ok(recording.rateHz === undefined || recording.rateHz > 0);
            const count = Math.min(samples, 100);
            assert.equal(
              recording.read(
                0,
                recording.sweeps.length - 1,
                0,
                Math.min(count, recording.sweeps.at(-1)!.samples),
              ).length,
              Math.min(count, recording.sweeps.at(-1)!.samples),
            );
          } finally {
            recording.close();
          }
        } catch (thrown) {
          const said = thrown instanceof Error ? thrown.stack : String(thrown);
          assert.ok(thrown instanceof UserError, `seed ${seed}: ${said}`);
          assert.ok(!thrown.message.includes('\n'), `seed ${seed}: ${thrown.message}`);
        }
      }
    });
});
