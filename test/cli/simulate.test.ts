import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, withoutShared } from '../support/shared';

interface Simulated {
  rate_hz: number;
  unit: string;
  samples: number;
  noise_sd: number;
  times: number[];
  amplitudes: number[];
  truth: { time_s: number; onset_s: number; peak_s: number; amplitude: number }[];
}

interface Samples {
  rate_hz: number;
  unit: string;
  values: number[];
}

test('a recording with its events, the same for the same seed', async (t) => {
  const folder = await emptyFolder(t);
  const out = path.join(folder, 'r.h5');
  const simulate = (seed: number, ...more: string[]) =>
    minimlJson<Simulated>(
      'simulate',
      '--out',
      out,
      '--duration=4',
      '--seed',
      String(seed),
      '--force',
      ...more,
    );
  const [first, again] = [await simulate(5), await simulate(5)];
  assert.deepEqual(first, again);
  const other = await simulate(
    6,
    '--rate=20000',
    '--frequency=10',
    '--amplitude=50',
    '--snr=20',
    '--decay=5',
  );
  assert.notDeepEqual(other.times, first.times);
  assert.deepEqual([other.rate_hz, other.samples, other.unit], [20_000, 80_000, 'pA']);
  assert.ok(other.times.length > 15 && other.times.length < 80, `${other.times.length} events`);

  const { values, rate_hz, unit } = await minimlJson<Samples>('read', out);
  assert.deepEqual([values.length, rate_hz, unit], [80_000, 20_000, 'pA']);
  const lone = other.truth.filter(({ time_s }, i) => {
    const [before, after] = [other.times[i - 1] ?? 0, other.times[i + 1] ?? 4];
    return time_s - before > 0.1 && after - time_s > 0.1;
  });
  for (const { onset_s, peak_s, amplitude } of lone) {
    const step = values[Math.round(peak_s * 20_000)] - values[Math.floor(onset_s * 20_000) - 1];
    assert.ok(Math.abs(step - amplitude) < 5 * other.noise_sd, `${step} pA at ${peak_s} s, not ${amplitude}`);
  }

  const table = (await readFile(path.join(folder, 'r_truth.csv'), 'utf8')).trim().split(/\r?\n/);
  assert.match(table[0], /^time \(s\),onset \(s\)/);
  assert.deepEqual(
    table.slice(1).map((row) => Number(row.split(',')[0])),
    other.times,
  );
});

test('neither recording nor truth is overwritten unasked', async (t) => {
  const folder = await emptyFolder(t);
  const truth = path.join(folder, 'r_truth.csv');
  await writeFile(truth, 'precious');
  const args = ['simulate', '--out', path.join(folder, 'r.h5'), '--duration=1'];
  const kept = await miniml(...args);
  assert.equal(kept.code, 1);
  assert.match(kept.stderr, /r_truth\.csv already exists/);
  assert.equal(await readFile(truth, 'utf8'), 'precious');
  await rm(truth);
  assert.equal((await miniml(...args)).code, 0);
  assert.equal((await miniml(...args)).code, 1);
});

test('events on the noise of a recording keep its unit and rate', { skip: withoutShared }, async (t) => {
  const folder = await emptyFolder(t);
  const noise = shared('minis', '19911002-2.abf');
  const simulated = await minimlJson<Simulated>(
    ...['simulate', '--out', path.join(folder, 'r.h5'), '--noise', noise, '--channel=1', '--duration=5'],
  );
  assert.deepEqual([simulated.rate_hz, simulated.samples], [10_000, 50_000]);
  const info = await minimlJson<{ channels: { unit: string }[] }>('info', noise);
  assert.equal(simulated.unit, info.channels[1].unit);
  const { code, stderr } = await miniml(
    'simulate',
    '--out',
    path.join(folder, 's.h5'),
    '--noise',
    noise,
    '--duration=999',
  );
  assert.equal(code, 1);
  assert.match(stderr, /19911002-2\.abf/);
});

for (const [args, sentence, code] of [
  [['--duration=-1'], /--duration is "-1" but must be a number of at least 0/, 2],
  [['--duration=0'], /./, 1],
  [['--duration=1e12'], /./, 1],
  [['--rate=0'], /./, 1],
  [['--frequency=1e9'], /./, 1],
] as [string[], RegExp, number][])
  test(`"${args.join(' ')}" is refused in one line`, async (t) => {
    const out = path.join(await emptyFolder(t), 'r.h5');
    const { code: ended, stdout, stderr } = await miniml('simulate', '--out', out, '--json', ...args);
    assert.deepEqual([ended, stdout], [code, ''], stderr);
    assert.match(stderr, sentence);
    assert.doesNotMatch(stderr, /should not happen/);
    assert.equal(stderr.trim().split('\n').length, 1);
  });
