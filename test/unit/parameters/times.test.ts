import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkValue } from '../../../src/common/parameters/check';
import { parseParameterDocument } from '../../../src/common/parameters/document';
import { PARAMETERS } from '../../../src/common/parameters/parameters';
import { valueSchema } from '../../../src/common/parameters/schema';
import { parseAssignments } from '../../../src/common/parameters/text';
import { parseTimeRanges } from '../../../src/common/parameters/times';
import { syntaxRules } from '../../../src/engine/parameter-files/diagnostics/syntax';

test('stretches of time are read with hyphens and dashes, commas and semicolons, in order', () => {
  assert.deepEqual(parseTimeRanges('80–81.2, 12.5-14'), [
    { from_s: 12.5, to_s: 14 },
    { from_s: 80, to_s: 81.2 },
  ]);
  assert.deepEqual(parseTimeRanges(' 0 — 0.5;1-2 '), [
    { from_s: 0, to_s: 0.5 },
    { from_s: 1, to_s: 2 },
  ]);
});

test('what is no stretch of time is none, however long', () => {
  for (const text of [
    '',
    '12',
    '12-',
    '-5-6',
    '14-12.5',
    '3-3',
    '1-2,',
    '1-2 3-4',
    '1e3-2e3',
    'NaN-1',
    '1,5-2,5',
    '1-2-3',
  ])
    assert.equal(parseTimeRanges(text), undefined, text);
  assert.equal(parseTimeRanges(`${'1-2,'.repeat(20_000)}1-2`), undefined);
  assert.equal(parseTimeRanges('9'.repeat(10_000_000)), undefined);
});

test('a parameter of such stretches is refused with what it has to be, wherever it stands', () => {
  const sentence =
    'exclude is "12-" but must be time ranges in seconds, each from its start to a later end, such as "12.5–14, 80–81.2", or null for nothing excluded.';
  assert.equal(checkValue('exclude', '12-')?.message, sentence);
  assert.equal(checkValue('exclude', [[1, 2]])?.code, 'wrong-type');
  assert.equal(checkValue('exclude', '1-2'), undefined);
  assert.equal(checkValue('exclude', null), undefined);
  assert.deepEqual(parseAssignments(['exclude=12.5-14,80-81.2']), { exclude: '12.5-14,80-81.2' });
  assert.throws(() => parseAssignments(['exclude=12-']), { message: sentence });
  const document = parseParameterDocument('{ "exclude": "12-" }');
  assert.deepEqual(
    syntaxRules.flatMap((rule) => rule(document)).map(({ message }) => message),
    [sentence],
  );
  const { pattern } = valueSchema(PARAMETERS.exclude) as { pattern: string };
  assert.ok(new RegExp(pattern).test('12.5–14, 80–81.2') && !new RegExp(pattern).test('12-'));
});
