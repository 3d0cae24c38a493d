import assert from 'node:assert/strict';
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RecordingInfo } from '../../src/common/api/engine/file-info';
import { emptyFolder, miniml, minimlJson } from '../support/command-line';
import { shared, sharedJson, withoutShared } from '../support/shared';

interface Detected {
  files: {
    events: { time_s: number; risetime_s: number }[];
    warnings: { code: string }[];
  }[];
}

const expectedOf = (name: string) =>
  sharedJson<{ expected: Record<string, number> }>('field', `${name}.json`).expected;

test('events in files from the field that were once read wrong: their number, time and rise time', {
  skip: withoutShared,
}, async (t) => {
  const out = await emptyFolder(t);
  const files = ['c07_series.h5', 'c08_clamp.ma', 'c10_dt.h5'].map((name) => shared('field', name));
  const { files: found } = await minimlJson<Detected>(
    'detect',
    ...files,
    '--set',
    'win_size=1500',
    '--out',
    out,
  );
  const [series, clamp, interval] = found;
  assert.equal(series.events.length, expectedOf('c07')['events_with_win_size_1500']);
  assert.equal(clamp.events.length, expectedOf('c08')['events']);
  const { first_event_s, risetime_s } = expectedOf('c10');
  assert.deepEqual([interval.events[0].time_s, interval.events[0].risetime_s], [first_event_s, risetime_s]);
});

test('a file of links is the first that a process opens', { skip: withoutShared }, async () => {
  for (const name of ['c01_linked.nwb', 'c02_link.h5']) {
    const { channels, samples } = await minimlJson<RecordingInfo>('info', shared('field', name));
    assert.deepEqual([channels[0].unit, samples[0]], ['pA', 40_000], name);
  }
});

test('detect warns of what is doubtful in a table: a slow rate, volts where amperes are due, two ways to read it', async (t) => {
  const folder = await emptyFolder(t);
  const wave = (i: number) => ((i * 7919) % 97) / 10;
  const write = (name: string, heading: string, line: (i: number) => string) => {
    const file = path.join(folder, name);
    writeFileSync(file, `${heading}${Array.from({ length: 3000 }, (_, i) => line(i)).join('\n')}\n`);
    return file;
  };
  const codes = async (file: string, ...more: string[]) => {
    const { files } = await minimlJson<Detected>('detect', file, '--out', path.join(folder, 'out'), ...more);
    return files[0].warnings.map(({ code }) => code);
  };
  const slow = write('slow.csv', 'Time,I (pA)\n', (i) => `${i * 0.05},${wave(i)}`);
  assert.ok((await codes(slow)).includes('rate'));
  const amperes = write('amperes.csv', 't (ms),I (A)\n', (i) => `${i * 0.05},${wave(i)}`);
  assert.ok((await codes(amperes)).includes('range'));
  const either = write('either.txt', '', (i) => `${(i * 3) % 7},${(i * 7) % 9}`);
  assert.ok((await codes(either, '--set', 'sampling=20000')).includes('columns'));
});

test('the facts of a long table do not take reading it', async (t) => {
  const file = path.join(await emptyFolder(t), 'long.csv');
  const block = (from: number) =>
    Array.from({ length: 50_000 }, (_, i) => `${((from + i) * 5e-5).toFixed(5)},${(from + i) % 97}`).join(
      '\n',
    );
  const out = openSync(file, 'w');
  for (let rows = 0; rows < 2_000_000; rows += 50_000) writeSync(out, `${block(rows)}\n`);
  closeSync(out);
  const info = await minimlJson<RecordingInfo>('info', file);
  assert.deepEqual([info.rate_hz, info.samples], [20_000, [2_000_000]]);
  const { code, stdout } = await miniml('read', file, '--from', '1999998');
  assert.deepEqual([code, stdout.trim().split('\n').map(Number)], [0, [1_999_998 % 97, 1_999_999 % 97]]);
});
