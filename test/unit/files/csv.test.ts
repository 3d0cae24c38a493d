import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldNumber, parseCsv } from '../../../src/engine/files/csv';

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

test('a field is a number with a decimal point or a decimal comma; an empty one and text are none', () => {
  assert.deepEqual(
    ['1.5', '1,5', '-0,25', ',5', '5,', '1,5e-3', '12'].map(fieldNumber),
    [1.5, 1.5, -0.25, 0.5, 5, 0.0015, 12],
  );
  for (const field of ['', 'x', ',', '1,5,6', '1.000,5']) assert.ok(Number.isNaN(fieldNumber(field)), field);
});
