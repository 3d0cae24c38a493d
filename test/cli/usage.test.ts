import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { verbs } from '../../src/cli/verbs';
import { emptyFolder, miniml } from '../support/command-line';
import { projectRoot } from '../support/project';

test('--version is the package’s', async () => {
  const { code, stdout } = await miniml('--version');
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));
  assert.deepEqual([code, stdout], [0, `${version}\n`]);
});

test('--help lists every verb, and every verb explains itself whatever else is missing', async () => {
  const { code, stdout } = await miniml('--help');
  assert.equal(code, 0);
  for (const { name } of verbs) assert.match(stdout, new RegExp(`^  ${name} `, 'm'));
  for (const { name, flags } of verbs) {
    const help = await miniml(...name.split(' '), '--help');
    assert.equal(help.code, 0, name);
    assert.match(help.stdout, new RegExp(`^Usage: miniml ${name} `));
    for (const flag of [...Object.keys(flags), 'json', 'help'])
      assert.match(help.stdout, new RegExp(`^  --${flag}\\b`, 'm'), `${name} --${flag}`);
    for (const line of help.stdout.split('\n')) assert.ok(line.length <= 110, line);
  }
});

for (const [args, sentence] of [
  [[], /Usage: miniml VERB/],
  [['detekt', 'a.abf'], /no verb "detekt"\. Did you mean detect\?/],
  [['params'], /"params" needs a second word: check/],
  [['params', 'check'], /Too few operands: miniml params check FILE/],
  [['params', 'check', 'a', 'b'], /Too many operands/],
  [['compare', 'a', 'b', '--tolerance', '-1'], /--tolerance is "-1" but must be a number of at least 0/],
  [['params', 'check', '--jsn', 'a'], /no flag --jsn here\. Did you mean --json\?/],
] as [string[], RegExp][])
  test(`wrong usage "${args.join(' ')}" ends with 2 and says what is wrong on stderr alone`, async () => {
    const { code, stdout, stderr } = await miniml(...args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, sentence);
  });

test('params check prints diagnostics, and its exit code says whether there are errors', async (t) => {
  const file = path.join(await emptyFolder(t), 'cell.miniml.json');
  await writeFile(file, '{\n  // one cell\n  "window": 600,\n  "peak_w": 0\n}\n');
  const wrong = await miniml('params', 'check', file, '--json');
  assert.equal(wrong.code, 1);
  assert.deepEqual(
    JSON.parse(wrong.stdout).map((d: { line: number; column: number; severity: string; code: string }) => [
      d.line,
      d.column,
      d.severity,
      d.code,
    ]),
    [
      [3, 3, 'information', 'alias'],
      [4, 13, 'error', 'out-of-range'],
    ],
  );
  const text = await miniml('params', 'check', file);
  assert.match(text.stdout, /cell\.miniml\.json:4:13: error: peak_w is 0 but must be/);
  await writeFile(file, '{ "win_size": 600 }');
  const right = await miniml('params', 'check', file, '--json');
  assert.deepEqual([right.code, right.stdout, right.stderr], [0, '[]\n', '']);
});

test('a filter beyond the rate that the parameters give is said once, with a recording or without', async (t) => {
  const folder = await emptyFolder(t);
  await miniml('simulate', '--out', path.join(folder, 'r.h5'), '--duration=1');
  const file = path.join(folder, 'r.miniml.json');
  await writeFile(file, '{ "lowpass": 9000, "sampling": 10000, "recording": "r.h5" }');
  const { stdout } = await miniml('params', 'check', file, '--json');
  const codes = (JSON.parse(stdout) as { code: string }[]).map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code) => code === 'beyond-nyquist'),
    ['beyond-nyquist'],
  );
});

test('a parameter file that is not there is one line, and stdout stays empty', async () => {
  const { code, stdout, stderr } = await miniml('params', 'check', '/no/such.miniml.json', '--json');
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^miniml: The parameter file \/no\/such\.miniml\.json cannot be read: .*\n$/);
  assert.equal(stderr.trim().split('\n').length, 1);
});

test('a reader that closes early is no error', () => {
  const script = path.join(projectRoot, 'dist/miniml.js');
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${script}" detect --help | true; exit 0`],
    {
      encoding: 'utf8',
    },
  );
  assert.deepEqual([status, stderr], [0, '']);
});
