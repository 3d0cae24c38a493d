import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { AXES, type Axes, axesOfRank, rolesIn } from '../../../src/common/parameters/axes';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';
import { writeAbf } from '../../support/write-abf';
import { matBytes } from '../../support/write-mat';
import { npyBytes } from '../../support/write-npy';

const folder = temporaryFolder();
const LENGTHS = { sweeps: 3, channels: 2, samples: 40 };
/** Sample i of a channel in a sweep, so that no two places have the same value. */
const value = (sweep: number, channel: number, i: number) => 1000 * sweep + 100 * channel + ((7 * i) % 40);

/** Lengths of the axes, and the numbers in the file, the last axis fastest or the first. */
function arrayOf(axes: Axes, firstFastest: boolean): { shape: number[]; values: number[] } {
  const roles = rolesIn(axes);
  const shape = roles.map((role) => LENGTHS[role]);
  const order = roles.map((_, axis) => axis);
  if (!firstFastest) order.reverse();
  const total = shape.reduce((a, b) => a * b);
  const values = Array.from({ length: total }, (_, n) => {
    const at = { sweeps: 0, channels: 0, samples: 0 };
    let rest = n;
    for (const axis of order) {
      at[roles[axis]] = rest % shape[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return value(at.sweeps, at.channels, at.samples);
  });
  return { shape, values };
}

const WRITERS = {
  async npy(file: string, axes: Axes) {
    const { shape, values } = arrayOf(axes, false);
    writeFileSync(file, npyBytes(values, { shape: `(${shape.join(', ')})` }));
  },
  async mat(file: string, axes: Axes) {
    const { shape, values } = arrayOf(axes, true);
    writeFileSync(file, matBytes([{ name: 'trace', values, shape }]));
  },
  async h5(file: string, axes: Axes) {
    const { shape, values } = arrayOf(axes, false);
    await writeHdf5(file, (open) => {
      open.create_dataset({ name: 'trace', data: Float64Array.from(values), shape });
    });
  },
};

describe('the axes of an array, as the user gives them', () => {
  for (const [ending, write] of Object.entries(WRITERS))
    for (const axes of AXES.filter((one): one is Axes => one !== 'auto'))
      it(`.${ending}, ${axes}`, async () => {
        const file = path.join(folder, `array.${ending}`);
        await write(file, axes);
        const recording = await openRecording(file, { axes, rateHz: 20_000 });
        const roles = rolesIn(axes);
        const count = (role: 'sweeps' | 'channels') => (roles.includes(role) ? LENGTHS[role] : 1);
        assert.equal(recording.sweeps.length, count('sweeps'));
        assert.equal(recording.channels.length, count('channels'));
        assert.ok(!recording.warnings.some(({ code }) => code === 'axes'));
        for (const [sweep, { samples }] of recording.sweeps.entries())
          for (const channel of recording.channels.keys()) {
            const right = Float64Array.from({ length: samples }, (_, i) => value(sweep, channel, i));
            assert.equal(samples, LENGTHS.samples);
            assert.deepEqual(recording.read(channel, sweep, 0, samples), right);
            assert.deepEqual(recording.read(channel, sweep, 7, 31), right.slice(7, 31));
          }
        recording.close();
      });

  it('without them the longest axis is taken for samples, and three axes are doubtful', async () => {
    for (const [ending, write] of Object.entries(WRITERS))
      for (const axes of axesOfRank(3)) {
        const file = path.join(folder, `guessed.${ending}`);
        await write(file, axes);
        const recording = await openRecording(file, {});
        assert.deepEqual(
          recording.sweeps.map(({ samples }) => samples),
          Array.from({ length: recording.sweeps.length }, () => 40),
        );
        const sweepsFirst = rolesIn(axes).filter((role) => role !== 'samples')[0] === 'sweeps';
        assert.equal(recording.sweeps.length, sweepsFirst ? 3 : 2, axes);
        const warning = recording.warnings.find(({ code }) => code === 'axes');
        assert.match(
          warning?.message ?? '',
          /taken as .*40 samples.*\. Give them with the parameter axes\.$/,
        );
        recording.close();
      }
  });

  it('another number of axes is refused, with the choices', async () => {
    for (const [ending, write] of Object.entries(WRITERS)) {
      const file = path.join(folder, `other.${ending}`);
      await write(file, 'sweeps-samples');
      await assert.rejects(openRecording(file, { axes: 'sweeps-channels-samples' }), (thrown) => {
        assert.ok(thrown instanceof UserError);
        assert.match(thrown.message, /has 2 axes \(3 × 40\).*Choose one of sweeps-samples, samples-sweeps/);
        return true;
      });
    }
  });

  it('a file that says its channels itself is not affected, and it is said', async () => {
    const file = path.join(folder, 'cell.abf');
    writeAbf(file, { rateHz: 1e4, channels: [{ name: 'Im', unit: 'pA' }], sweeps: [100] });
    const recording = await openRecording(file, { axes: 'samples-sweeps' });
    assert.equal(recording.sweeps[0].samples, 100);
    assert.deepEqual(
      recording.warnings.map(({ code }) => code),
      ['axes-known'],
    );
    recording.close();
  });
});
