import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { infoText } from '../../../src/cli/verbs/info';
import { doubtfulValues } from '../../../src/engine/recordings/doubts';
import { openRecording } from '../../../src/engine/recordings/open';
import { openRecordingHere } from '../../../src/engine/recordings/open-here';
import { fileInfo } from '../../../src/engine/service/info';

let folder: string;
before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'miniml-'));
});
after(() => rm(folder, { recursive: true }));

async function opened(text: string | Buffer, options = {}) {
  const file = path.join(folder, 'table.txt');
  await writeFile(file, text);
  const recording = await openRecording(file, options);
  const read = (channel: number, sweep: number) => [
    ...recording.read(channel, sweep, 0, recording.sweeps[sweep].samples),
  ];
  return { recording, read };
}

const rows = (n: number, row: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => row(i)).join('\r\n');

test('an Axon Text File with two signals in two sweeps', async () => {
  const header = [
    'ATF\t1.0',
    '3\t5',
    '"AcquisitionMode=Episodic Stimulation"',
    '"YTop=20000,2000"',
    '"Signals="\t"I_m"\t"V_m"\t"I_m"\t"V_m"',
    '"Time (ms)"\t"Trace #1 (pA)"\t"Trace #1 (mV)"\t"Trace #2 (pA)"\t"Trace #2 (mV)"',
  ];
  const { recording, read } = await opened(
    `${header.join('\r\n')}\r\n${rows(4, (i) => `${i * 0.05}\t${i}\t-70\t${10 + i}\t-60`)}\r\n`,
  );
  assert.equal(recording.format, 'ATF');
  assert.equal(recording.rateHz, 20000);
  assert.deepEqual(recording.channels, [
    { name: 'I_m', unit: 'pA' },
    { name: 'V_m', unit: 'mV' },
  ]);
  assert.equal(recording.sweeps.length, 2);
  assert.deepEqual(read(0, 1), [10, 11, 12, 13]);
  assert.deepEqual(read(1, 0), [-70, -70, -70, -70]);
});

test('semicolons, decimal commas and a byte order mark', async () => {
  const { recording, read } = await opened(
    `\ufeffZeit (s);Strom (pA)\n${rows(5, (i) => `${(i / 10000).toFixed(4).replace('.', ',')};-${i},5`)}\n`,
  );
  assert.equal(recording.rateHz, 10000);
  assert.deepEqual(recording.channels, [{ name: 'Strom', unit: 'pA' }]);
  assert.deepEqual(read(0, 0), [-0.5, -1.5, -2.5, -3.5, -4.5]);
});

test('rounded times still give the rate', async () => {
  const { recording } = await opened(`t,I (nA)\n${rows(400, (i) => `${(i / 30000).toFixed(5)},${i % 7}`)}\n`);
  assert.ok(Math.abs(recording.rateHz! / 30000 - 1) < 1e-3, `${recording.rateHz}`);
});

test('columns without headings and times are channels, and the rate is asked for', async () => {
  const { recording, read } = await opened(`${rows(6, (i) => `${Math.sin(i)} ${Math.cos(i)}`)}\n`);
  assert.equal(recording.rateHz, undefined);
  assert.equal(recording.channels.length, 2);
  assert.equal(recording.sweeps.length, 1);
  assert.equal(read(1, 0)[0], 1);
  const { recording: described } = await opened(`${rows(6, (i) => `${Math.sin(i)}`)}\n`, {
    rateHz: 20000,
    unit: 'pA',
  });
  assert.equal(described.rateHz, 20000);
  assert.equal(described.channels[0].unit, 'pA');
});

test('missing values are NaN, UTF-16 is read', async () => {
  const text = `time (s)\tI (pA)\r\n${rows(4, (i) => `${i / 1000}\t${i === 2 ? 'NaN' : i}`)}\r\n`;
  const { read } = await opened(Buffer.from(`\ufeff${text}`, 'utf16le'));
  assert.deepEqual(read(0, 0), [0, 1, Number.NaN, 3]);
});

test('a list of event times is not a recording; a ragged line is named', async () => {
  await assert.rejects(opened(`${rows(50, (i) => `${i * 0.37}`)}\n`), /is not a recording/);
  await assert.rejects(
    opened(`I (pA),V (mV)\n${rows(9, (i) => `${i},${-i}`)}\n1\n${rows(9, (i) => `${i},${-i}`)}\n`),
    /has 1 columns in line 11 and 2 above/,
  );
  await assert.rejects(opened(`I (pA),V (mV)\n${rows(900, (i) => `${i},${-i}`)}\n1,x\n`), /is not a number/);
});

const wave = (i: number) => ((i * 7919) % 997) / 10 - 40;

test('a first line of zeros is read as the lines below it', async () => {
  const { recording, read } = await opened(`${rows(400, (i) => `${i === 0 ? 0 : i * 5e-5},${i}`)}\n`);
  assert.equal(recording.rateHz, 20_000);
  assert.deepEqual([recording.channels.length, recording.sweeps.length], [1, 1]);
  assert.deepEqual(read(0, 0).slice(0, 4), [0, 1, 2, 3]);
  const tabs = await opened(
    `0\t0\n0,00005\t-1,5\n${rows(50, (i) => `${((i + 2) * 5e-5).toFixed(5).replace('.', ',')}\t3`)}\n`,
  );
  assert.equal(tabs.recording.rateHz, 20_000);
  assert.deepEqual(tabs.read(0, 0).slice(0, 3), [0, -1.5, 3]);
});

test('whole numbers that count up before a comma are a column, decimals are one number, the rest is asked about', async () => {
  const counted = await opened(`${rows(60, (i) => `${i},${(i * 7) % 5}`)}\n`);
  assert.deepEqual(counted.read(0, 0).slice(0, 4), [0, 2, 4, 1]);
  assert.equal(counted.recording.rateHz, undefined);
  const decimals = await opened(
    `${rows(60, (i) => `${-(i % 7)},${String((i * 7) % 100).padStart(2, '0')}`)}\n`,
  );
  assert.deepEqual(decimals.read(0, 0).slice(0, 3), [0, -1.07, -2.14]);
  assert.ok(!decimals.recording.warnings.some(({ code }) => code === 'columns'));
  const either = await opened(`${rows(60, (i) => `${(i * 3) % 7},${(i * 7) % 9}`)}\n`);
  assert.ok(either.recording.warnings.some(({ code }) => code === 'columns'));
});

for (const [heading, unit] of [
  ['Time (ms),I (pA)', 'pA'],
  ['time_ms,current_pA', 'pA'],
  ['Time/ms,I / pA', 'pA'],
  ['# t [ms], Im [nA]', 'nA'],
  ['Time,Current\nms,pA', 'pA'],
  ['"Time","Im"\n"(ms)","(mV)"', 'mV'],
  ['Sampling rate: 20 kHz\nTime (ms),Im (pA)', 'pA'],
] as const)
  test(`times and units by the heading ${JSON.stringify(heading)}`, async () => {
    const { recording, read } = await opened(`${heading}\n${rows(300, (i) => `${i * 0.05},${wave(i)}`)}\n`);
    assert.deepEqual([recording.rateHz, recording.channels[0].unit], [20_000, unit]);
    assert.ok(!recording.warnings.some(({ code }) => code === 'rate'));
    assert.equal(read(0, 0)[7], wave(7));
  });

for (const above of [
  'Sampling rate: 20 kHz',
  '# fs = 20000',
  'Interval=\t0.05 ms\nUnits=\tpA',
  '"SampleRate","20000 Hz"',
])
  test(`the rate is stated above the columns: ${JSON.stringify(above)}`, async () => {
    const { recording } = await opened(`${above}\n${rows(300, (i) => `${wave(i)}\t${wave(i + 1)}`)}\n`);
    assert.equal(recording.rateHz, 20_000);
    assert.equal(recording.channels.length, 2);
  });

test('times without a unit that would make a slow rate, and times that deny the stated rate, are asked about', async () => {
  const slow = await opened(`Time\tI (pA)\n${rows(300, (i) => `${i * 0.05}\t${wave(i)}`)}\n`);
  assert.equal(slow.recording.rateHz, 20);
  assert.ok(slow.recording.warnings.some(({ code }) => code === 'rate'));
  const denied = await opened(
    `rate: 50000\nTime (ms)\tI (pA)\n${rows(300, (i) => `${i * 0.05}\t${wave(i)}`)}\n`,
  );
  assert.match(
    denied.recording.warnings.map(({ message }) => message).join(),
    /20000 Hz by its times.*50000 Hz/,
  );
});

test('sweeps that each have their own column of times, and an index by pandas', async () => {
  const { recording, read } = await opened(
    `t1 (ms),I1 (pA),t2 (ms),I2 (pA)\n${rows(300, (i) => `${i * 0.05},${wave(i)},${i * 0.05},${wave(i + 1)}`)}\n`,
  );
  assert.deepEqual([recording.rateHz, recording.sweeps.length, recording.channels.length], [20_000, 2, 1]);
  assert.equal(read(0, 1)[3], wave(4));
  const pandas = await opened(`,current\n${rows(300, (i) => `${i},${wave(i)}`)}\n`);
  assert.deepEqual(pandas.recording.channels, [{ name: 'current', unit: '' }]);
  assert.equal(pandas.recording.rateHz, undefined);
  assert.equal(pandas.read(0, 0)[9], wave(9));
});

test('numbers of the samples beside their times, and times that were rounded too far, are no signals', async () => {
  const both = await opened(`index,time_s,current_pA\n${rows(300, (i) => `${i},${i * 5e-5},${wave(i)}`)}\n`);
  assert.equal(both.recording.rateHz, 20_000);
  assert.deepEqual(both.recording.channels, [{ name: 'current', unit: 'pA' }]);
  assert.equal(both.read(0, 0)[9], wave(9));
  const table = rows(300, (i) => `${i},${(i * 5e-5).toFixed(3)},${wave(i)}`);
  const rounded = await opened(`index,t,I (pA)\n${table}\n`);
  assert.equal(rounded.recording.rateHz, undefined);
  assert.deepEqual(rounded.recording.channels, [{ name: 'I', unit: 'pA' }]);
  assert.equal(rounded.read(0, 0)[9], wave(9));
  assert.match(rounded.recording.warnings[0]?.message ?? '', /times do not rise evenly/);
  const falls = await opened(`t,I (pA)\n${rows(300, (i) => `${i % 100},${wave(i)}`)}\n`);
  assert.equal(falls.recording.channels.length, 2, 'what falls is no time');
});

test('amperes in a table without units, and volts named as amperes, are asked about', async () => {
  const bare = await opened(`t,I\n${rows(300, (i) => `${i * 5e-5},${wave(i)}e-12`)}\n`);
  assert.match(doubtfulValues(bare.recording)[0]?.message ?? '', /probably in amperes/);
  const volts = await opened(`t (s),I (A)\n${rows(300, (i) => `${i * 5e-5},${wave(i)}`)}\n`);
  assert.equal(doubtfulValues(volts.recording)[0]?.code, 'range');
});

test('a sweep too short for any event is named, with its length', async () => {
  const table = (n: number) => opened(`t (ms),I (pA)\n${rows(n, (i) => `${i * 0.05},${wave(i)}`)}\n`);
  const short = await table(20);
  assert.match(
    short.recording.warnings.find(({ code }) => code === 'size')?.message ?? '',
    /20 samples, 1 ms/,
  );
  const long = await table(60);
  assert.ok(!long.recording.warnings.some(({ code }) => code === 'size'));
});

test('a long table is read where it is asked for, and a glance does not read it all', async () => {
  const long = 600_000;
  const file = path.join(folder, 'long.csv');
  const even = rows(long, (i) => `${(i * 5e-5).toFixed(5)},${wave(i)}`);
  await writeFile(file, `t (s),I (pA)\r\n${even}\r\n`);
  const whole = await openRecordingHere(file, {});
  assert.deepEqual([whole.rateHz, whole.sweeps[0].samples], [20_000, long]);
  for (const at of [0, 1023, 1024, 333_333, long - 3])
    assert.deepEqual([...whole.read(0, 0, at, at + 3)], [wave(at), wave(at + 1), wave(at + 2)]);
  whole.close();
  const glance = await openRecordingHere(file, { glance: true });
  assert.deepEqual([glance.rateHz, glance.sweeps[0].samples], [20_000, long]);
  glance.close();
});

test('an estimated number of samples is called one, and is exact wherever samples are read', async () => {
  const file = path.join(folder, 'without times.csv');
  const rows = 2_000_003;
  // Lines of many lengths, the longest at the end, so that no average is right.
  const line = (i: number) => (i < rows / 2 ? `${i % 10}.5,-1.5\n` : `${1000 + (i % 9000)}.12345,-0.25\n`);
  writeFileSync(file, 'I (pA),V (mV)\n');
  for (let i = 0; i < rows; i += 100_000)
    appendFileSync(file, Array.from({ length: Math.min(100_000, rows - i) }, (_, k) => line(i + k)).join(''));
  const info = await fileInfo(file, { glance: true });
  assert.ok(info.kind === 'recording');
  assert.equal(info.samples_estimated, true);
  assert.match(infoText(file, info), /sweeps +1 × about \d+ samples/);
  assert.ok(Math.abs(info.samples[0] / rows - 1) < 0.05, `${info.samples[0]} samples`);
  const exact = await fileInfo(file, {});
  assert.ok(exact.kind === 'recording');
  assert.deepEqual([exact.samples, exact.samples_estimated], [[rows], undefined]);
  assert.doesNotMatch(infoText(file, exact), /about/);
});
