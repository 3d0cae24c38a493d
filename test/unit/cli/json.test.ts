import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { jsonPieces, Streamed } from '../../../src/cli/json';
import { writeJson } from '../../../src/cli/output';

const json = (value: unknown) => [...jsonPieces(value)].join('');

test('plain values are written as JSON.stringify writes them', () => {
  const value = { a: [1, 'x"\n', null, true, [], {}], b: undefined, c: { d: [{ e: 1.5e-9 }] } };
  assert.equal(json(value), JSON.stringify(value));
});

test('typed arrays become arrays, what JSON lacks becomes null', () => {
  const value = {
    x: Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY),
    y: new Float32Array(0),
    z: Number.NaN,
  };
  assert.equal(json(value), '{"x":[1,null,null],"y":[],"z":null}');
});

test('streamed blocks join to one array, empty blocks leave no comma', () => {
  const blocks = new Streamed(() => [new Float64Array(0), Float64Array.of(1, 2), new Float64Array(0), [3]]);
  assert.equal(json({ values: blocks }), '{"values":[1,2,3]}');
  assert.equal(json(new Streamed(() => [])), '[]');
  const long = Float64Array.from({ length: 20_000 }, (_, i) => i / 3);
  assert.deepEqual(JSON.parse(json(long)), [...long]);
});

test('a document waits for a slow reader, one block at a time', async () => {
  let taken = 0;
  let made = 0;
  const slow = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      taken += chunk.length;
      setTimeout(done, 1);
    },
  });
  let ahead = 0;
  const values = new Streamed(function* () {
    for (let i = 0; i < 50; i++) {
      const block = new Float64Array(10_000).fill(0.123456789);
      made += block.length * 12;
      ahead = Math.max(ahead, made - taken);
      yield block;
    }
  });
  await writeJson(slow, values);
  assert.ok(taken > 5_000_000);
  assert.ok(ahead < 500_000, `${ahead} characters ahead of the reader`);
});

test('a reader that goes away ends the writing without an error', async () => {
  let pieces = 0;
  const closed = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    },
  });
  closed.on('error', () => {});
  const endless = new Streamed(function* () {
    for (;;) {
      pieces++;
      yield new Float64Array(10_000);
    }
  });
  await writeJson(closed, endless);
  assert.ok(pieces < 20);
});
