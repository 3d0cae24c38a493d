import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { readZip } from '../../../src/engine/files/zip';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const text = (n: number) => new TextEncoder().encode('synaptic '.repeat(n));

function archive(entries: Record<string, Uint8Array>, level: 0 | 9 = 9): Buffer {
  return Buffer.from(zipSync(entries, { level }));
}

function read(bytes: Uint8Array, ...names: string[]): Map<string, Uint8Array> {
  const file = path.join(folder, 'a.zip');
  writeFileSync(file, bytes);
  return readZip(file, names);
}

test('entries come out as they went in, packed or not', () => {
  for (const level of [0, 9] as const) {
    const entries = read(archive({ a: text(1000), b: text(3), c: text(1) }, level), 'a', 'b', 'none');
    assert.deepEqual([...entries.keys()], ['a', 'b']);
    assert.deepEqual(Uint8Array.from(entries.get('a') ?? []), text(1000));
  }
});

test('more than the file can hold is not unpacked', () => {
  const bomb = archive({ a: new Uint8Array(200 * 1024 ** 2) });
  assert.throws(() => read(bomb, 'a'), /a\.zip is damaged: it claims more data than its \d+ bytes can hold/);
});

test('a false size is told', () => {
  for (const size of [1, 100_000]) {
    const bytes = archive({ a: text(1000) });
    bytes.writeUInt32LE(size, bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24);
    assert.throws(() => read(bytes, 'a'), /its a does not have the size that its directory gives/);
  }
});

test('entries that lie over each other are refused', () => {
  const bytes = archive({ a: text(1000), b: text(2000) });
  const second = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bytes.writeUInt32LE(0, second + 42);
  assert.throws(() => read(bytes, 'a', 'b'), /overlap/);
});

test('an archive that is cut short is told', () => {
  const bytes = archive({ a: text(1000) });
  assert.throws(
    () => read(bytes.subarray(0, bytes.length - 30), 'a'),
    /is cut short: its directory is missing/,
  );
});
