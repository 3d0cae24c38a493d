import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openRecording } from '../../../src/engine/recordings/open';

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
