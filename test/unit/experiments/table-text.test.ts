import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCsv } from '../../../src/engine/files/csv';
import {
  addedRows,
  fieldEdits,
  fieldOf,
  includeWords,
  isIncluded,
  parseTable,
  removedRows,
  withEdits,
} from '../../../src/extension/experiments/table-text';

/** As Excel of a country with decimal commas writes it, with a column of the user's own. */
const EXCEL =
  '\ufeffrecording;cell;group;temp;include\r\n"a;1.h5";c1;ctl;22,5;WAHR\r\n\r\nb.h5;"say ""c2""";TTX;23,1;\r\nc.h5;c3\r\n';

function edited(text: string, line: number, column: string, value: string): string {
  return withEdits(text, fieldEdits(parseTable(text), [{ line, column, value }]));
}

test('fields and lines are those that the engine reads', () => {
  for (const text of [EXCEL, EXCEL.trimEnd(), 'recording,cell\na.h5,\nb.h5,x,', 'recording\n']) {
    const { header, rows } = parseTable(text);
    const values = [header, ...rows].map(({ cells }) => cells.map(({ value }) => value));
    assert.deepEqual(values, parseCsv(text), JSON.stringify(text));
    assert.deepEqual(
      rows.map(({ line }) => line),
      rows.map((_, i) => i + 2),
    );
  }
});

test('an edit changes one field; separator, mark, decimal commas, quotes and other columns stay', () => {
  assert.equal(edited(EXCEL, 3, 'group', 'ctl'), EXCEL.replace('TTX', 'ctl'));
  assert.equal(edited(EXCEL, 2, 'cell', 'x;y'), EXCEL.replace('c1', '"x;y"'));
  assert.equal(edited(EXCEL, 3, 'group', 'TTX'), EXCEL, 'the same value changes nothing');
});

test('a row that is cut short gets the fields up to the changed one', () => {
  assert.equal(edited(EXCEL, 4, 'include', 'FALSCH'), EXCEL.replace('c.h5;c3', 'c.h5;c3;;;FALSCH'));
});

test('a column that is missing is added, with values in the changed rows', () => {
  const text = 'recording,cell\na.h5,c1\nb.h5,c2\n';
  assert.equal(edited(text, 3, 'group', 'ctl'), 'recording,cell,group\na.h5,c1\nb.h5,c2,ctl\n');
  assert.equal(edited('recording\na.h5', 2, 'note', ' x'), 'recording,note\na.h5," x"');
});

test('several rows change in one go', () => {
  const changes = [2, 3, 4].map((line) => ({ line, column: 'condition', value: 'wash' }));
  const after = parseTable(withEdits(EXCEL, fieldEdits(parseTable(EXCEL), changes)));
  assert.deepEqual(
    after.rows.map((row) => fieldOf(after, row, 'condition')),
    ['wash', 'wash', 'wash'],
  );
});

test('rows are added at the end in the columns of the table, and removed with their line break', () => {
  const table = parseTable('recording,group\na.h5,ctl');
  const added = withEdits(table.text, [
    addedRows(table, [{ recording: 'b,1.h5', group: 'TTX', animal: 'm1' }]),
  ]);
  assert.equal(added, 'recording,group\na.h5,ctl\n"b,1.h5",TTX\n');
  assert.equal(
    withEdits(EXCEL, removedRows(parseTable(EXCEL), new Set([2, 4]))),
    EXCEL.replace(/"a.*\r\n/, '').replace(/c\.h5.*\r\n/, ''),
  );
});

test('include is written in the words of the table', () => {
  const table = parseTable(EXCEL);
  assert.deepEqual(includeWords(table), ['WAHR', 'FALSCH']);
  assert.deepEqual(includeWords(parseTable('recording,include\na,\n')), ['yes', 'no']);
  const excluded = parseTable(edited(EXCEL, 2, 'include', 'FALSCH'));
  assert.deepEqual(
    excluded.rows.map((row) => isIncluded(excluded, row)),
    [false, true, true],
  );
});
