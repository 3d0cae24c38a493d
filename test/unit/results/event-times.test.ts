import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { readEventTimes } from '../../../src/engine/results/event-times';
import { writeResults } from '../../../src/engine/results/write';
import { workbook } from '../../../src/engine/results/xlsx';
import { someDetection } from '../../support/detection';
import { temporaryFolder } from '../../support/folder';

const folder = temporaryFolder();
const expected = Float64Array.of(0.02, 0.04, 0.14, 0.1998);

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function timesOf(name: string, text: string, rateHz?: number): Promise<number[]> {
  return Array.from((await readEventTimes(fileOf(name, text), rateHz)).times_s);
}

test('everything we write can be read for its times', async () => {
  const [h5, individual, , table] = await writeResults(someDetection(), {
    folder,
    stem: 'a',
    overwrite: true,
    formats: ['h5', 'csv', 'table'],
    prediction: false,
  });
  assert.deepEqual((await readEventTimes(h5!)).times_s, expected);
  const fromTable = await readEventTimes(table!);
  assert.deepEqual(fromTable.times_s, expected);
  assert.equal(fromTable.scores![0], 0.901);
  assert.deepEqual((await readEventTimes(individual!, 50_000)).times_s, expected.slice(0, 3));
  await assert.rejects(
    readEventTimes(individual!),
    new UserError(
      `${individual} gives events as samples but has no sampling rate. Give it with the parameter sampling.`,
    ),
  );
});

test('a time a line, in any order, with any line ends', async () => {
  assert.deepEqual(await timesOf('lines.txt', '3.2275e-01\r\n  0.1\n\n2\n'), [0.1, 0.32275, 2]);
  assert.deepEqual(await timesOf('one.txt', '5'), [5]);
  assert.deepEqual(await timesOf('bom.txt', '\ufeff1\n2\n'), [1, 2]);
});

test('event lists of other programs', async () => {
  // Mini Analysis: no heading, milliseconds, commas between thousands.
  const mini = (n: number, time: string) =>
    `${n}\t${time}\t21.4\t0.5\t3.2\t1,021.7\t-0.3\t1.2\t0\t1\t0.4\t2.1`;
  const rows = [mini(1, '250.50'), mini(2, '999.00'), mini(3, '1,200.50')];
  assert.deepEqual(await timesOf('cell1.ASC', `${rows.join('\r\n')}\r\n`), [0.2505, 0.999, 1.2005]);
  // Clampfit: Windows-1252, lines above the heading, durations beside the times.
  const clampfit = [
    'Clampfit 11.2 Results\tEvents',
    'File: 19911002.abf\t',
    'Trace\tEvent\tTime to Peak (ms)\tEvent Start Time (ms)\tEvent End Time (ms)\tArea (pA \xb7 ms)',
    '1\t1\t2.5\t100.5\t140\t-30',
    '1\t2\t1.5\t1450.0\t1500\t-31',
  ].join('\n');
  const file = path.join(folder, 'clampfit.txt');
  writeFileSync(file, Buffer.from(clampfit, 'latin1'));
  assert.deepEqual(Array.from((await readEventTimes(file)).times_s), [0.1005, 1.45]);
  // Easy Electrophysiology.
  const easy = 'Rec,Event Num,Baseline (pA),Peak Time (s),Amplitude (pA)\n1,1,-3,0.5,-12\n1,2,-3,0.75,-15\n';
  assert.deepEqual(await timesOf('easy.csv', easy), [0.5, 0.75]);
  // SimplyFire.
  const simplyFire = 't,amp,amp_unit,decay_const,rise_const,peak_coord_x,channel\n1.25,-20,pA,3,1,1.25,0\n';
  assert.deepEqual(await timesOf('simplyfire.csv', simplyFire), [1.25]);
  // Eventer: one time in seconds per line.
  assert.deepEqual(await timesOf('times.txt', '0.25\n1.5\n'), [0.25, 1.5]);
  // A workbook.
  const xlsx = path.join(folder, 'table.xlsx');
  writeFileSync(
    xlsx,
    workbook([
      {
        name: 'A',
        rows: [
          ['n', 'time (s)'],
          [1, 0.5],
        ],
      },
    ]),
  );
  assert.deepEqual(Array.from((await readEventTimes(xlsx)).times_s), [0.5]);
});

test('tables with a column of times, in seconds or milliseconds', async () => {
  assert.deepEqual(await timesOf('a.csv', 'n,time (s),amplitude\n1,0.5,-3\n2,0.25,-4\n'), [0.25, 0.5]);
  assert.deepEqual(await timesOf('b.csv', 'Time_ms;x\n500;1\n'), [0.5]);
  assert.deepEqual(await timesOf('c.tsv', 'amplitude\tt\n-3\t1.5\n'), [1.5]);
  assert.deepEqual(await timesOf('d.csv', '"a ""quoted"" name, with comma","time"\n"x\ny",2\n'), [2]);
  assert.deepEqual(await timesOf('e.csv', 'location\n1000\n', 1000), [1]);
});

test('what other programs and countries write', async () => {
  const expectations: [string, string][] = [
    ['savetxt.txt', '1.000e-01 -2.0e+01\n 5.0e-01\t-3.1e+01  \n'],
    ['excel.csv', 'Zeit;time (s);amp\n1;0,1;-20,5\n2;0,5;-3\n'],
    ['seconds.csv', 'seconds,x\n0.1,3\n0.5,3\n'],
    ['onset.csv', 'n,event_onset_s\n1,0.1\n2,0.5\n'],
    ['in.csv', 'peak,time_in_s\n1,0.1\n2,0.5\n'],
    ['bracket.csv', 'start [ms],a\n100,1\n500,1\n'],
  ];
  for (const [name, text] of expectations) assert.deepEqual(await timesOf(name, text), [0.1, 0.5], name);
});

test('what may mean something else is asked, not guessed', async () => {
  await assert.rejects(timesOf('row.csv', '0.1,0.5,1.25\n'), /row\.csv has 3 numbers in one line/);
  await assert.rejects(timesOf('blanks.txt', '0.1 0.5 1.25 2\n'), /4 numbers in one line/);
  await assert.rejects(timesOf('commas.txt', '0,1\n0,5\n1,25\n'), /"0,1" may be one number or two/);
  assert.deepEqual(await timesOf('two.csv', '0.1,20\n0.5,21\n'), [0.1, 0.5]);
});

test('a line that is neither a time nor a heading of times is no empty list', async () => {
  const file = fileOf('abc.txt', 'abc\n');
  await assert.rejects(
    readEventTimes(file),
    new UserError(
      `${file} holds no time. Write one time in seconds per line, under the heading "time (s)" or without any.`,
    ),
  );
});

test('a header without events is an empty list', async () => {
  assert.deepEqual(await timesOf('none.csv', 'time\n'), []);
});

test('what holds no times is refused in a sentence', async () => {
  const cases: [string, string, RegExp][] = [
    ['text.txt', '1\nDear diary\n', /"Dear diary" in row 2 is not a time/],
    ['columns.csv', 'a,b\n1,2\n', /no column of event times\. Name one "time \(s\)"; it has a, b\./],
    ['gap.csv', 'time,b\n1,2\n,3\n', /"" in row 3 is not a time/],
  ];
  for (const [name, text, message] of cases)
    await assert.rejects(readEventTimes(fileOf(name, text)), (thrown: unknown) => {
      assert.ok(thrown instanceof UserError);
      assert.match(thrown.message, message);
      return true;
    });
  await assert.rejects(readEventTimes(path.join(folder, 'missing.txt')), UserError);
});
