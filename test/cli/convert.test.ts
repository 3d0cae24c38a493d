import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openRecording } from '../../src/engine/recordings/open';
import { emptyFolder, miniml, minimlJson, start } from '../support/command-line';
import { pythonJson, withoutPython } from '../support/python';
import { readAbf1 } from '../support/read-abf1';
import { writeAbf } from '../support/write-abf';

interface Converted {
  out: string;
  format: string;
  notes: string[];
}

const SWEEPS = [4000, 4000, 4000];
const stored = (sample: number) =>
  Math.round(3000 * Math.sin(sample / 90) + ((((sample + 1) * 48_271) % 65_537) % 997));

/** Two channels, three sweeps. */
function writeCell(file: string): void {
  writeAbf(file, {
    rateHz: 20_000,
    channels: [
      { name: 'Im', unit: 'pA' },
      { name: 'Vm', unit: 'mV', scale: 0.01 },
    ],
    sweeps: SWEEPS,
    stored: (from, to) => Int16Array.from({ length: to - from }, (_, i) => stored(from + i)),
  });
}

test('every sample of every channel and sweep is in the converted file', async (t) => {
  const folder = await emptyFolder(t);
  const cell = path.join(folder, 'cell.abf');
  writeCell(cell);
  const original = await openRecording(cell, {});
  t.after(() => original.close());
  for (const [name, format] of [
    ['out.nwb', 'NWB 2'],
    ['out.h5', 'HDF5'],
    ['out.abf', 'ABF 1'],
  ]) {
    const out = path.join(folder, name);
    const converted = await minimlJson<Converted>('convert', cell, '--out', out);
    assert.deepEqual([converted.out, converted.format], [out, format]);
    const back = await openRecording(out, {});
    const channel = back.channels.findIndex(({ name: label }) => label === 'Im');
    for (const sweep of SWEEPS.keys()) {
      const [wrote, right] = [back.read(channel, sweep, 0, 4000), original.read(0, sweep, 0, 4000)];
      assert.ok(
        wrote.every((value, i) => Math.abs(value - right[i]) < 0.001),
        `${name}, sweep ${sweep}`,
      );
    }
    back.close();
  }
});

test('a cleaned trace is one channel, filtered and bridged, and another reader finds its values', async (t) => {
  const folder = await emptyFolder(t);
  const [cell, out] = [path.join(folder, 'cell.abf'), path.join(folder, 'clean.abf')];
  writeCell(cell);
  const { notes } = await minimlJson<Converted>(
    ...['convert', cell, '--cleaned', '--channel', '1', '--set', 'lowpass=800', '--set', 'exclude=0.1-0.15'],
    ...['--out', out],
  );
  assert.match(notes.join(' '), /16-bit integers, in steps of/);
  const read = readAbf1(out);
  assert.deepEqual([read.rateHz, read.names, read.units], [20_000, ['Vm'], ['mV']]);
  assert.deepEqual(
    read.values.map(([only]) => only.length),
    SWEEPS,
  );
  // As the same filter and the same interval leave it, by the verb that prints samples of plain HDF5.
  const plain = path.join(folder, 'clean.h5');
  await minimlJson<Converted>(
    ...['convert', cell, '--cleaned', '--channel', '1', '--set', 'lowpass=800', '--set', 'exclude=0.1-0.15'],
    ...['--out', plain],
  );
  const exact = await openRecording(plain, {});
  t.after(() => exact.close());
  for (const [sweep, [values]] of read.values.entries()) {
    const right = exact.read(0, sweep, 0, 4000);
    const apart = values.reduce((most, value, i) => Math.max(most, Math.abs(value - right[i])), 0);
    assert.ok(apart < 0.002, `${apart} mV apart in sweep ${sweep}`);
  }
  const original = await openRecording(cell, {});
  t.after(() => original.close());
  const raw = original.read(1, 0, 0, 4000);
  const noise = (values: Float64Array) =>
    values.slice(1).reduce((sum, value, i) => sum + (value - values[i]) ** 2, 0);
  assert.ok(noise(read.values[0][0]) < 0.05 * noise(raw), 'it is filtered');
  const bridge = exact.read(0, 0, 2200, 2800);
  const bend = bridge.slice(2).map((value, i) => Math.abs(value - 2 * bridge[i + 1] + bridge[i]));
  assert.ok(Math.max(...bend) < 0.01, 'the excluded interval is a straight line');
});

test('parameters of a cleaned trace are not ignored without --cleaned', async (t) => {
  const folder = await emptyFolder(t);
  const cell = path.join(folder, 'cell.abf');
  writeCell(cell);
  for (const [flag, value] of [
    ['--channel', '1'],
    ['--set', 'lowpass=500'],
  ]) {
    const { code, stderr } = await miniml('convert', cell, flag, value, '--out', path.join(folder, 'o.abf'));
    assert.equal(code, 1);
    assert.match(stderr, /(channel|lowpass) concerns a cleaned trace.*Add --cleaned/);
  }
  assert.deepEqual(readdirSync(folder), ['cell.abf']);
});

test('no conversion replaces its input, a recording or a file of another kind; results are never half there', async (t) => {
  const folder = await emptyFolder(t);
  const at = (name: string) => path.join(folder, name);
  writeCell(at('cell.abf'));
  writeCell(at('other.abf'));
  writeFileSync(at('notes.h5'), 'Dear diary');
  const before = readFileSync(at('cell.abf'));
  const refused: [args: string[], pattern: RegExp][] = [
    [['--out', at('cell.abf'), '--force'], /is an input and would be replaced/],
    [['--out', at('other.abf')], /other\.abf/],
    [['--out', at('notes.h5'), '--force'], /notes\.h5.* not replaced/],
    [['--out', at('cell.wcp')], /must end with \.nwb, \.h5,? or \.abf/],
    [['--out', at('o.abf'), '--events', at('other.abf')], /hold no events/],
  ];
  for (const [args, pattern] of refused) {
    const { code, stderr } = await miniml('convert', at('cell.abf'), ...args);
    assert.equal(code, 1, args.join(' '));
    assert.match(stderr, pattern, args.join(' '));
    assert.match(stderr, /^miniml: [^\n]*\.\n$|^[^\n]*\.\n$/, 'one sentence or two in a line');
  }
  assert.equal((await miniml('convert', at('cell.abf'))).code, 2, 'no --out');
  assert.deepEqual(readFileSync(at('cell.abf')), before);
  assert.deepEqual(readFileSync(at('other.abf')), before);
  assert.deepEqual(readdirSync(folder).sort(), ['cell.abf', 'notes.h5', 'other.abf']);
  await minimlJson('convert', at('cell.abf'), '--out', at('new.h5'));
  const again = await miniml('convert', at('cell.abf'), '--out', at('new.h5'));
  assert.equal(again.code, 1);
  assert.match(again.stderr, /exists.*--force|new\.h5/);
});

test('a cancelled conversion ends with 130 and leaves nothing behind', {
  skip: process.platform === 'win32' && 'Windows has no signals',
}, async (t) => {
  const folder = await emptyFolder(t);
  const cell = path.join(folder, 'long.abf');
  // Zeros that take no room on the disk.
  writeAbf(cell, { rateHz: 50_000, channels: [{ name: 'Im', unit: 'pA' }], sweeps: [400e6] });
  for (const name of ['long.nwb', 'copy.abf']) {
    const running = start(['convert', cell, '--out', path.join(folder, name)], folder);
    while (!readdirSync(folder).some((file) => file !== 'long.abf')) {
      assert.equal(running.process.exitCode, null, 'it is still at work');
      await setTimeout(20);
    }
    running.process.kill('SIGINT');
    const { code } = await running.finished;
    assert.equal(code, 130);
    assert.ok(!existsSync(path.join(folder, name)));
    assert.deepEqual(readdirSync(folder), ['long.abf']);
  }
});

interface ConvertedRows {
  rows: { line: number; file: string | null; events: number | null; error: string | null }[];
  notes: string[];
}

/** Two recordings with results, and one without a row that was run; the third row is excluded. */
async function someExperiment(folder: string): Promise<string> {
  for (const name of ['a.h5', 'b.h5'])
    await minimlJson('simulate', '--out', path.join(folder, name), '--duration', '2', '--frequency', '3');
  const table = path.join(folder, 'study.miniml.csv');
  const rows = ['a.h5,c1,m1,ctl,', 'b.h5,c2,m2,TTX,wash', 'c.h5,c3,m3,ctl,'];
  writeFileSync(table, ['recording,cell,animal,group,condition', ...rows, ''].join('\n'));
  await miniml('batch', table, '--backend', 'cpu', '--threads', '1');
  return table;
}

test('an experiment becomes an NWB file a recording; a row that cannot be converted does not keep others from it', async (t) => {
  const folder = await emptyFolder(t);
  const table = await someExperiment(folder);
  const out = path.join(folder, 'nwb');
  const run = ['convert', table, '--out', out, '--species', 'Mus musculus'];

  const without = await miniml(...run, '--json');
  assert.equal(without.code, 1);
  const refused = JSON.parse(without.stdout) as ConvertedRows;
  assert.deepEqual(
    refused.rows.map(({ file }) => file),
    [null, null],
  );
  assert.match(refused.rows[0].error ?? '', /a\.h5 has no start time, .*--start/);
  assert.ok(!existsSync(out), 'no empty folder is left');

  const { rows } = await minimlJson<ConvertedRows>(...run, '--start', '2024-05-31T14:30:00+02:00');
  assert.deepEqual(
    rows.map(({ line, file, error }) => [line, file && path.basename(file), error]),
    [
      [2, 'a.nwb', null],
      [3, 'b.nwb', null],
    ],
  );
  const again = await miniml(...run, '--start', '2024-05-31T14:30:00+02:00');
  assert.equal(again.code, 1);
  assert.match(again.stderr, /a\.nwb (already )?exists/);
  assert.match(
    (await miniml(...run, '--events', path.join(folder, 'a_results.h5'))).stderr,
    /--events concerns a recording/,
  );
  const events = rows[1].events ?? 0;
  assert.ok(events > 0);
  const nwb = await openRecording(rows[1].file!, {});
  assert.equal(nwb.sweeps[0].samples, 100_000);
  nwb.close();
});

const READ_ROWS = `
import json, sys, pynwb
out = []
for file in sys.argv[1:]:
    with pynwb.NWBHDF5IO(file, 'r') as io:
        nwb = io.read()
        [electrode] = nwb.icephys_electrodes.values()
        out.append(dict(errors=[str(e) for e in pynwb.validate(path=file)], subject=nwb.subject.subject_id,
            species=nwb.subject.species, cell=electrode.cell_id, notes=nwb.notes,
            events=len(nwb.processing['icephys']['events'].id)))
print(json.dumps(out))
`;

test('PyNWB reads the animal, the cell, the group and the events of each recording of an experiment', {
  skip: withoutPython('pynwb'),
}, async (t) => {
  const folder = await emptyFolder(t);
  const { rows } = await minimlJson<ConvertedRows>(
    ...['convert', await someExperiment(folder), '--out', path.join(folder, 'nwb')],
    ...['--start', '2024-05-31T14:30:00', '--species', 'Mus musculus'],
  );
  const read = pythonJson<Record<string, unknown>[]>(READ_ROWS, ...rows.map(({ file }) => file!));
  for (const [i, { notes, ...facts }] of read.entries()) {
    const own = { subject: `m${i + 1}`, cell: `c${i + 1}`, events: rows[i].events };
    assert.deepEqual(facts, { errors: [], species: 'Mus musculus', ...own });
    assert.match(String(notes), i === 0 ? /Group: ctl/ : /Group: TTX\nCondition: wash/);
  }
});
