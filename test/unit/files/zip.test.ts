import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { CancelledError } from '../../../src/common/errors';
import { silentTask } from '../../../src/common/task';
import { extractZip, readZip, zipEntries } from '../../../src/engine/files/zip';
import { writeZip } from '../../../src/engine/files/zip-write';
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

test('an archive written and unpacked a block at a time holds the same bytes', async () => {
  const source = path.join(folder, 'source.bin');
  const bytes = new Uint8Array(3 * 2 ** 20 + 7).map((_, i) => (i * i) >> 7);
  writeFileSync(source, bytes);
  const file = path.join(folder, 'written.zip');
  const task = { signal: new AbortController().signal, report: () => {} };
  const parts = [
    { name: 'a.txt', texts: ['µ'] },
    { name: 'packed', file: source, pack: true },
    { name: 'plain', file: source, pack: false },
  ];
  await writeZip(file, parts, task);
  assert.deepEqual(
    zipEntries(file).map(({ name, bytes: size }) => [name, size]),
    [
      ['a.txt', 2],
      ['packed', bytes.length],
      ['plain', bytes.length],
    ],
  );
  const target = path.join(folder, 'out.bin');
  assert.ok(Buffer.from(unzipSync(readFileSync(file))['packed']).equals(bytes), 'another program reads it');
  for (const name of ['packed', 'plain']) {
    await extractZip(file, name, target);
    assert.ok(readFileSync(target).equals(bytes), name);
  }
  const again = path.join(folder, 'again.zip');
  await writeZip(again, parts, task);
  assert.ok(readFileSync(again).equals(readFileSync(file)), 'the same parts give the same bytes');
  await assert.rejects(extractZip(file, 'none', target), /its none is missing/);
  // An entry that unpacks to more than its directory says.
  const lying = readFileSync(file);
  const directory = lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), lying.indexOf('packed') + bytes.length);
  lying.writeUInt32LE(1000, lying.indexOf('packed', directory) - 46 + 24);
  writeFileSync(again, lying);
  await assert.rejects(extractZip(again, 'packed', target), /does not have the size/);
});

test('writing ends with the reason when it is cancelled, or a part cannot be read', async () => {
  const file = path.join(folder, 'unwritten.zip');
  const source = path.join(folder, 'long.bin');
  writeFileSync(source, new Uint8Array(5 * 2 ** 20));
  const cancel = new AbortController();
  const task = { signal: cancel.signal, report: () => cancel.abort() };
  await assert.rejects(writeZip(file, [{ name: 'a', file: source, pack: true }], task), CancelledError);
  const texts = (function* () {
    yield 'one';
    throw new Error('no more');
  })();
  await assert.rejects(writeZip(file, [{ name: 'a', texts }], silentTask()), /no more/);
});
