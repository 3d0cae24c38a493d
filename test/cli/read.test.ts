import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, sharedJson, withoutReference, withoutShared } from '../support/shared';

interface Samples {
  rate_hz: number | null;
  unit: string;
  from: number;
  values: number[];
}

interface Expected {
  values: Record<string, { sweeps: Record<string, [n: number, first: number, last: number, sd: number]> }>;
}

const skip = withoutShared;

test('a range of a sweep, in the unit of the file', {
  skip: withoutReference('abf', 'expected.json'),
}, async () => {
  const file = shared('abf', '05210017_vc_abf1.abf');
  const whole = await minimlJson<Samples>('read', file, '--sweep', '2');
  const part = await minimlJson<Samples>('read', file, '--sweep', '2', '--from', '1000', '--to=1010');
  assert.equal(part.from, 1000);
  assert.deepEqual(part.values, whole.values.slice(1000, 1010));
  const [n, first, last] = sharedJson<Expected>('abf', 'expected.json').values['05210017_vc_abf1'].sweeps[
    '2,0'
  ];
  assert.equal(whole.values.length, n);
  assert.ok(Math.abs(whole.values[0] - first) < 1e-3);
  assert.ok(Math.abs(whole.values.at(-1)! - last) < 1e-3);
});

test('all sweeps are joined in order, one value a line without --json', { skip }, async () => {
  const file = shared('abf', '05210017_vc_abf1.abf');
  const [joined, second] = await Promise.all([
    minimlJson<Samples>('read', file),
    minimlJson<Samples>('read', file, '--sweep=1'),
  ]);
  const n = second.values.length;
  assert.deepEqual(joined.values.slice(n, 2 * n), second.values);
  const { stdout } = await miniml('read', file, '--from=3', '--to=6');
  assert.equal(stdout, `${joined.values.slice(3, 6).join('\n')}\n`);
});

test('what is not there is named in one line, and stdout stays empty', { skip }, async (t) => {
  const file = shared('abf', 'f1_saved.abf');
  const text = path.join(await emptyFolder(t), 'notes.abf');
  await writeFile(text, 'these are notes');
  for (const [args, sentence] of [
    [[file, '--channel=9'], /has no channel 9/],
    [[file, '--sweep=99'], /has no sweep 99/],
    [[file, '--to=999999999'], /--to is 999999999, but .* has \d+ samples here/],
    [[file, '--from=5', '--to=4'], /--from is 5, but the range to read from .* ends at 4/],
    [[file, '--set', 'channel=1.5'], /channel is 1\.5 but must be a whole number/],
    [['/no/such.abf'], /\/no\/such\.abf/],
    [[path.dirname(text)], /folder/],
    [[text], /notes\.abf is not a recording/],
  ] as [string[], RegExp][]) {
    const { code, stdout, stderr } = await miniml('read', '--json', ...args);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, sentence);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    assert.doesNotMatch(stderr, /should not happen|\bat .*:\d+:\d+/);
  }
});
