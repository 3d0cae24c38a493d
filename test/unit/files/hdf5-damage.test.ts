import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { withHdf5, writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { attributeOf } from '../../../src/engine/files/hdf5/values';
import { openHdf5Recording } from '../../../src/engine/recordings/hdf5/open';
import { temporaryFolder } from '../../support/folder';
import { projectRoot } from '../../support/project';
import { copyWithUnknownFilter } from '../../support/unknown-filter';

const folder = temporaryFolder();
const fixture = (name: string) => path.join(projectRoot, 'test/fixtures/hdf5', name);
const ramp = (n: number) => Float64Array.from({ length: n }, (_, i) => i);

/** Reads all attributes at the root of a file, as often as `times`. */
async function readAttributes(file: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++)
    await withHdf5(file, (open) => Object.keys(open.attrs).map((name) => attributeOf(open, name)));
}

test('a file that brings the library down is refused, and disturbs no other', async () => {
  const file = path.join(folder, 'healthy.h5');
  await writeHdf5(file, (h5) => {
    h5.create_dataset({ name: 'a', data: ramp(200_000), chunks: [1000], compression: 'gzip' });
  });
  const healthy = await openHdf5Recording(file, {});
  assert.deepEqual(healthy.read(0, 0, 0, 3), ramp(3));
  const fatal = fixture('fatal.h5');
  for (let time = 0; time < 2; time++) {
    await assert.rejects(readAttributes(fatal), UserError);
    await assert.rejects(readAttributes(fatal), UserError);
    const another = await openHdf5Recording(file, {});
    assert.deepEqual(another.read(0, 0, 199_000, 200_000), ramp(200_000).slice(199_000));
    another.close();
    assert.deepEqual(healthy.read(0, 0, 100_000, 100_003), Float64Array.of(100_000, 100_001, 100_002));
  }
  healthy.close();
});

test('a damaged file that was copied again is read as it is now', async () => {
  const file = path.join(folder, 'again.h5');
  const good = readFileSync(fixture('kinds.h5'));
  const bad = Buffer.from(good);
  // The signature of every node of every group.
  for (let at = bad.indexOf('SNOD'); at >= 0; at = bad.indexOf('SNOD', at)) bad.write('XXXX', at);
  for (let time = 0; time < 3; time++) {
    writeFileSync(file, bad);
    await assert.rejects(openHdf5Recording(file, { series: 'half' }), UserError);
    writeFileSync(file, good);
    const recording = await openHdf5Recording(file, { series: 'half' });
    assert.equal(recording.read(0, 0, 1, 2)[0], -0.5);
    recording.close();
  }
});

test('errors leave no files open', { skip: process.platform !== 'linux' && 'reads /proc' }, async () => {
  const file = path.join(folder, 'unknown filter.h5');
  copyWithUnknownFilter(fixture('kinds.h5'), file);
  const failing = async () => {
    const recording = await openHdf5Recording(file, { series: 'filters/lzf' });
    assert.throws(() => recording.read(0, 0, 0, 10), UserError);
    recording.close();
  };
  await failing();
  await failing();
  const before = readdirSync('/proc/self/fd').length;
  for (let i = 0; i < 5; i++) await failing();
  assert.ok(readdirSync('/proc/self/fd').length <= before + 1);
});

test('a heap in which HDF5 would go round for ever is refused', { timeout: 10_000 }, async () => {
  const file = path.join(folder, 'endless.h5');
  await writeHdf5(file, (h5) => h5.create_attribute('note', 'kept in the global heap'));
  await readAttributes(file);
  const bytes = readFileSync(file);
  const heap = bytes.indexOf('GCOL');
  // The note, whose length is padded to eight bytes, is followed by the free space, object 0.
  const free = heap + 16 + 16 + Math.ceil(Number(bytes.readBigUInt64LE(heap + 24)) / 8) * 8;
  assert.equal(bytes.readUInt16LE(free), 0);
  bytes.writeBigUInt64LE(0n, free + 8);
  writeFileSync(file, bytes);
  await assert.rejects(readAttributes(file), UserError);
});
