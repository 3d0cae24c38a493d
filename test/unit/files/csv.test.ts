import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../../../src/engine/files/csv';

test('numbers between blanks are columns, as savetxt writes them', () => {
  const rows = [
    ['1.5', '2e-3'],
    ['3', '-4'],
  ];
  assert.deepEqual(parseCsv('  1.5  2e-3 \r\n 3 \t -4\n\n'), rows);
  assert.deepEqual(parseCsv('1.5 V\n2'), [['1.5 V'], ['2']]);
});

test('time grows with the length of a line, not with its square', () => {
  // A pattern with blanks at its end took minutes for these.
  for (const text of [
    ' '.repeat(2e6),
    `1${' '.repeat(2e6)}x`,
    `${'1 '.repeat(1e6)}x`,
    `1 2\n${' '.repeat(2e6)}x`,
  ])
    assert.ok(parseCsv(text).length <= 2);
});
