import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../support/project';
import {
  builtExpressionsIn,
  type FoundExpression,
  regularExpressionsIn,
} from '../support/regular-expressions';

/** What is repeated in hostile texts, and what stands before it. */
const REPEATED =
  '| |\t|\n|a|A|0|_|-|.|,|/|\\|[|](|"|\'|0.|a |0a|[\\|;|=|(|{|a.|0,|1 |\0|*/|//|é|%|#|:|a:|\\\\|""|["|a=|e0|<|>'
    .split('|')
    .slice(1);
const BEFORE = ['', 'x', '[', '"'];
/** A cubic expression is found with the short text: with the long one it would take a minute. */
const LENGTHS = [1000, 20_000];
/** Of processor time: an expression that is linear takes less than one per length, a quadratic one some hundred. */
const MOST_MS = [4, 40];

function cpu_ms(work: () => void): number {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

/** A text for which an expression takes long, with its time; undefined if there is none. */
function slowText({ source, flags }: FoundExpression): string | undefined {
  const expression = new RegExp(source, `${flags.replace(/[gy]/g, '')}g`);
  for (const [i, length] of LENGTHS.entries())
    for (const repeated of REPEATED)
      for (const before of BEFORE) {
        const text = `${before}${repeated.repeat(Math.ceil(length / repeated.length))}\u0001`;
        const search = () => void text.replace(expression, '');
        // A collection of garbage may fall into an attempt.
        const took = Array.from({ length: 3 }, () => (cpu_ms(search) > MOST_MS[i] ? cpu_ms(search) : 0));
        if (Math.min(...took) > MOST_MS[i])
          return `${JSON.stringify(before + repeated)}…: ${Math.round(Math.min(...took))} ms for ${length} characters`;
      }
  return undefined;
}

test('no regular expression takes more than linear time for a hostile text', { timeout: 120_000 }, () => {
  const found = regularExpressionsIn(path.join(projectRoot, 'src'));
  assert.ok(found.length > 150, `${found.length} were found`);
  const slow = found.flatMap((expression) => {
    const text = slowText(expression);
    return text === undefined ? [] : [`/${expression.source}/ in ${expression.file}: ${text}`];
  });
  assert.deepEqual(slow, []);
});

test('no regular expression that is put together from text does, either', { timeout: 120_000 }, () => {
  const built = builtExpressionsIn(path.join(projectRoot, 'src'));
  assert.ok(built.length >= 10, `${built.length} were found`);
  assert.ok(built.some(({ source }) => source.includes('(?<machine>m[0-9a-f]+)-(?<pid>\\d+)\\.json')));
  const slow = built.flatMap((expression) => {
    const text = slowText(expression);
    return text === undefined ? [] : [`/${expression.source}/ in ${expression.file}: ${text}`];
  });
  assert.deepEqual(slow, []);
});

test('an expression that is quadratic is found', () => {
  assert.match(slowText({ source: '\\s*,\\s*', flags: '', file: '' }) ?? '', /characters/);
  assert.match(slowText({ source: '^(\\d+\\.?\\d*)$', flags: '', file: '' }) ?? '', /characters/);
  assert.equal(slowText({ source: '(?<!\\s)\\s*,\\s*', flags: '', file: '' }), undefined);
});
