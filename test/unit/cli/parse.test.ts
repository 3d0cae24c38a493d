import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flags } from '../../../src/cli/flags';
import { parseFlags, UsageError } from '../../../src/cli/parse';

const flags = {
  json: { kind: 'switch', doc: '' },
  out: { kind: 'text', value: 'DIR', doc: '', required: true },
  set: { kind: 'text', value: 'N=V', doc: '', repeatable: true },
  threads: { kind: 'integer', value: 'N', doc: '', minimum: 1, maximum: 1024 },
  tolerance: { kind: 'number', value: 'S', doc: '', minimum: 0 },
  backend: { kind: 'choice', choices: ['auto', 'cpu'], doc: '' },
  channel: { kind: 'parameter', value: 'C', parameter: 'channel' },
} as const satisfies Flags;

test('flags and operands may mix, values follow a space or an equals sign', () => {
  const { operands, values } = parseFlags(flags, [
    'a.abf',
    '--out=x',
    '--set',
    'win_size=3',
    '--set=peak_w=2',
    '--tolerance',
    '0.01',
    'b.abf',
    '--threads=4',
    '--channel=1',
    '--',
    '--c.abf',
  ]);
  assert.deepEqual(operands, ['a.abf', 'b.abf', '--c.abf']);
  assert.deepEqual(values, {
    json: false,
    out: 'x',
    set: ['win_size=3', 'peak_w=2'],
    threads: 4,
    tolerance: 0.01,
    backend: undefined,
    channel: '1',
  });
});

for (const [args, sentence] of [
  [[], /--out DIR is missing/],
  [['--out='], /--out is empty/],
  [['--out'], /--out/],
  [['--out=x', '--thread=2'], /no flag --thread here\. Did you mean --threads\?/],
  [['--out=x', '--qwertz'], /no flag --qwertz here\.$/],
  [['--out=x', '--threads=0'], /--threads is "0" but must be a whole number from 1 to 1024/],
  [['--out=x', '--threads=2.5'], /whole number/],
  [['--out=x', '--tolerance=-1'], /--tolerance is "-1" but must be a number of at least 0/],
  [['--out=x', '--tolerance=NaN'], /a number/],
  [['--out=x', '--tolerance='], /a number/],
  [['--out=x', '--backend=tpu'], /--backend is "tpu" but must be auto, cpu/],
  [['--out=x', '--json=yes'], /--json/],
] as [string[], RegExp][])
  test(`"${args.join(' ')}" is wrong usage in one line`, () => {
    assert.throws(
      () => parseFlags(flags, args),
      (error) => error instanceof UsageError && sentence.test(error.message) && !error.message.includes('\n'),
    );
  });
