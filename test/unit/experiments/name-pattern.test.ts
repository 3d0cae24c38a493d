import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePattern, guessPattern, patternName } from '../../../src/extension/experiments/name-pattern';

function fieldsOf(pattern: string, name: string) {
  const compiled = compilePattern(pattern);
  assert.ok(typeof compiled === 'function', String(compiled));
  return compiled(name);
}

test('folders of groups, animals in the names', () => {
  const names = [
    'ctl/m1_cell1',
    'ctl/m1_cell2',
    'ctl/m2_cell1',
    'TTX/m3_cell1',
    'TTX/m3_cell2',
    'TTX/m4_cell1',
  ];
  const pattern = guessPattern(names);
  assert.equal(pattern, '{group}/{animal}_{cell}');
  assert.deepEqual(fieldsOf(pattern, names[3]), { group: 'TTX', animal: 'm3', cell: 'cell1' });
});

test('dates, a group among the parts, and a number per file', () => {
  const names = ['20240105_wt_001', '20240105_wt_002', '20240106_ko_001', '20240106_ko_004'];
  assert.equal(guessPattern(names), '{date}_{group}_{cell}');
});

test('names that share all but a number are cells', () => {
  assert.equal(guessPattern(['rec_01', 'rec_02', 'rec_03']), 'rec_{cell}');
  assert.equal(guessPattern(['one']), '{cell}');
  assert.equal(guessPattern(['ctl/m1_a', 'ctl/m2_b', 'TTX/m3_c']), '{group}/{animal}_{cell}');
});

test('names of different shapes: folders decide, else nothing is guessed', () => {
  assert.equal(guessPattern(['ctl/a_1', 'ctl/b', 'TTX/c-2-3']), '{group}/{cell}');
  assert.equal(guessPattern(['a_1', 'b', 'c-2-3']), '{cell}');
});

test('a pattern that matches does so as a whole; * is any text, a wrong field is said', () => {
  assert.deepEqual(fieldsOf('*_{cell}', 'x_y_7'), { cell: 'y_7' });
  assert.equal(fieldsOf('{group}/{cell}', 'a'), undefined);
  assert.equal(fieldsOf('{group}/{cell}', 'a/b/c'), undefined);
  assert.match(String(compilePattern('{sex}/{cell}')), /^\{sex\} is not a field\. Use \{group\}/);
  assert.match(String(compilePattern('{cell}/{cell}')), /twice/);
});

test('a name is the path below the folder without its ending', () => {
  assert.equal(patternName('/data/exp/ctl/a.1.abf', '/data/exp'), 'ctl/a.1');
});

test('many wildcards on a long name take no time, and each takes as little as it can', () => {
  const pattern = compilePattern(`${'*_'.repeat(20)}{cell}x`);
  assert.ok(typeof pattern === 'function');
  const begun = process.cpuUsage();
  assert.equal(pattern('_'.repeat(250)), undefined);
  assert.ok(process.cpuUsage(begun).user < 1e6);
  const both = compilePattern('{group}{animal}-{cell}');
  assert.ok(typeof both === 'function');
  assert.deepEqual(both('abc-d-e'), { group: 'a', animal: 'bc', cell: 'd-e' });
  assert.equal(both('a-e'), undefined);
  const anchored = compilePattern('a{cell}a');
  assert.ok(typeof anchored === 'function');
  assert.deepEqual(anchored('abaca'), { cell: 'bac' });
  assert.equal(anchored('aa'), undefined);
});
