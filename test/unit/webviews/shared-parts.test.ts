import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placedNames } from '../../../src/webviews/shared/named-lines';
import { type Column, columnsWithin, orderedColumns } from '../../../src/webviews/shared/table-columns';

const column = (id: string, width_ch: number, fixed = false): Column => ({
  id,
  heading: id,
  name: id,
  width_ch,
  fixed,
  text: () => '',
});
const columns = [
  column('#', 3, true),
  column('a', 6),
  column('b', 6),
  column('c', 6),
  column('marks', 4, true),
];
const ids = (some: readonly Column[]) => some.map(({ id }) => id).join(' ');

test('columns that do not fit whole are left out from the end, fixed ones stay', () => {
  assert.equal(ids(columnsWithin(columns, 1000, 8)), '# a b c marks');
  // 3, 6, 6, 6 and 4 characters of 8 px, 14 px of padding each: 270 px, and 12 of the scroll bar.
  assert.equal(ids(columnsWithin(columns, 282, 8)), '# a b c marks');
  assert.equal(ids(columnsWithin(columns, 281, 8)), '# a b marks');
  assert.equal(ids(columnsWithin(columns, 60, 8)), '# marks');
  assert.equal(ids(columnsWithin(columns, 0, 8)), '# a b c marks');
});

test('a column that was asked for comes to the front, behind the fixed ones there', () => {
  assert.equal(ids(orderedColumns(columns, ['c'])), '# c a b marks');
  assert.equal(ids(orderedColumns(columns, ['b', 'c', 'b'])), '# b c a marks');
  assert.equal(ids(orderedColumns(columns, ['gone'])), '# a b c marks');
});

test('names of lines that end close together are moved apart and stay in the plot', () => {
  const end = (name: string, y: number) => ({ name, colour: '', x: 0, y });
  const at = (...ends: number[]) =>
    placedNames(
      ends.map((y, i) => end(String(i), y)),
      10,
      100,
    ).map(({ y }) => y);
  assert.deepEqual(at(50, 20), [20, 50]);
  assert.deepEqual(at(50, 52), [50, 60]);
  assert.deepEqual(at(96, 99), [90, 100]);
});
