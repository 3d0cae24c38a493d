import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import type { OpenOptions } from '../../../src/common/traces/recipe';
import { openHeka, startOf } from '../../../src/engine/recordings/heka/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { type HekaToWrite, type HekaTraceToWrite, hekaBytes, hekaParts } from '../../support/write-heka';

const folder = temporaryFolder();
let files = 0;

function write(bytes: Buffer, name = `${files++}.dat`): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

function withRecording(file: string, options: OpenOptions, use: (recording: Recording) => void): void {
  const recording = openHeka(file, options);
  try {
    use(recording);
  } finally {
    recording.close();
  }
}

const STORED = [3, -5, 100, 7, -32000, 12, 0, 1];

function traceOf(change: Partial<HekaTraceToWrite> = {}): HekaTraceToWrite {
  return {
    label: 'Imon',
    unit: 'A',
    interval_s: 5e-5,
    scale: 0.5e-12,
    format: 'int16',
    stored: STORED,
    ...change,
  };
}

function oneSeries(traces: HekaTraceToWrite[], more: Partial<HekaToWrite> = {}): HekaToWrite {
  return {
    groups: [{ label: 'E-1', series: [{ label: 'mini', sweeps: [{ time_s: 10, traces }] }] }],
    ...more,
  };
}

describe('a PatchMaster file', () => {
  for (const littleEndian of [true, false])
    for (const wide of [false, true])
      for (const format of ['int16', 'int32', 'float32', 'float64'] as const)
        it(`of ${format}, ${littleEndian ? 'little' : 'big'}-endian${wide ? ', of the 64-bit kind' : ''}`, () => {
          const file = write(hekaBytes(oneSeries([traceOf({ format })], { littleEndian, wide })));
          withRecording(file, {}, (recording) => {
            assert.equal(recording.format, 'HEKA');
            assert.equal(recording.rateHz, 20_000);
            assert.deepEqual(recording.channels, [{ name: 'Imon', unit: 'A' }]);
            assert.deepEqual(
              [...recording.read(0, 0, 0, 8)],
              STORED.map((n) => n * 0.5e-12),
            );
            assert.deepEqual([...recording.read(0, 0, 2, 4)], [100 * 0.5e-12, 7 * 0.5e-12]);
          });
        });

  it('whose long traces are stored in turns is read across the runs', () => {
    const stored = Array.from({ length: 1000 }, (_, i) => i);
    for (const wide of [false, true]) {
      const runs = { samples: 64, between: 100 };
      const file = write(hekaBytes(oneSeries([traceOf({ stored, scale: 1, runs })], { wide })));
      withRecording(file, {}, (recording) => {
        assert.deepEqual([...recording.read(0, 0, 0, 1000)], stored);
        assert.deepEqual([...recording.read(0, 0, 63, 130)], stored.slice(63, 130));
      });
    }
  });

  it('of raw data finds its tree beside it', () => {
    const { data, tree } = hekaParts(oneSeries([traceOf()]));
    data.write('DAT1', 0, 'latin1');
    const file = write(data, 'apart.dat');
    assert.throws(() => openHeka(file, {}), /Put apart\.pul.*into the same folder/);
    write(tree, 'apart.pul');
    withRecording(file, {}, (recording) => assert.equal(recording.read(0, 0, 1, 2)[0], -5 * 0.5e-12));
  });

  it('has every series under one name, and repeated names together', () => {
    const series = (label: string, value: number) => ({
      label,
      sweeps: [{ time_s: value, traces: [traceOf({ stored: [value], scale: 1 })] }],
    });
    const file = write(
      hekaBytes({
        groups: [
          { label: 'cell', series: [series('mini', 1), series('iv', 2), series('mini', 3)] },
          { label: 'other', series: [series('mini', 4), series('', 5)] },
        ],
      }),
    );
    const read = (wanted?: string | number): number[] => {
      let values: number[] = [];
      withRecording(file, { series: wanted }, (recording) => {
        values = recording.sweeps.map((_, sweep) => recording.read(0, sweep, 0, 1)[0]);
      });
      return values;
    };
    withRecording(file, {}, ({ allSeries }) => {
      assert.deepEqual(allSeries, [
        'cell/0: mini',
        'cell/iv',
        'cell/2: mini',
        'other/mini',
        'other/series',
        'cell/mini',
      ]);
    });
    assert.deepEqual(read(), [1]);
    assert.deepEqual(read(2), [3]);
    assert.deepEqual(read('3'), [4]);
    assert.deepEqual(read('iv'), [2]);
    assert.deepEqual(read('cell/mini'), [1, 3]);
    assert.deepEqual(read('cell/2: mini'), [3]);
    assert.throws(() => read('gap'), UserError);
  });

  it('has as channels the traces that all sweeps have, at one rate', () => {
    const slow = traceOf({ label: 'Temp', unit: 'C', interval_s: 1e-3, stored: [1, 2] });
    const short = traceOf({ stored: [1, 2, 3] });
    const voltage = traceOf({ label: 'Vmon', unit: 'V' });
    const file = write(
      hekaBytes({
        groups: [
          {
            label: 'E-1',
            series: [
              {
                label: 'mini',
                sweeps: [
                  { time_s: 10, traces: [traceOf(), slow, voltage] },
                  { time_s: 12.5, traces: [short, slow, voltage] },
                ],
              },
            ],
          },
        ],
      }),
    );
    withRecording(file, {}, ({ channels, sweeps, facts, allSeries, warnings }) => {
      assert.deepEqual(
        channels.map(({ name }) => name),
        ['Imon', 'Vmon'],
      );
      assert.deepEqual(sweeps, [
        { samples: 8, start_s: 0 },
        { samples: 3, start_s: 2.5 },
      ]);
      assert.ok(!facts.some(([name]) => name.startsWith('Not shown')));
      assert.deepEqual(allSeries, ['mini', 'mini (Temp)']);
      assert.deepEqual(
        warnings.map(({ code, message }) => [code, /length: Vmon\. Only/.test(message)]),
        [['shortened', true]],
      );
    });
    withRecording(file, { series: 'mini (Temp)' }, ({ channels, rateHz }) => {
      assert.deepEqual([channels.length, channels[0].name, rateHz], [1, 'Temp', 1000]);
    });
  });

  it('that lacks samples, a scale or a format says which trace', () => {
    const cut = hekaBytes(oneSeries([traceOf({ stored: Array.from({ length: 9000 }, () => 1) })]));
    const view = new DataView(cut.buffer, cut.byteOffset, cut.length);
    const trace = cut.indexOf('Imon', 256, 'latin1') - 4;
    const refuses = (change: () => void, pattern: RegExp) => {
      const before = Buffer.from(cut);
      change();
      const file = write(cut);
      before.copy(cut);
      assert.throws(
        () => openHeka(file, {}),
        (thrown: Error) => {
          assert.ok(thrown instanceof UserError, thrown.stack);
          assert.match(thrown.message, pattern);
          return true;
        },
      );
    };
    refuses(() => view.setInt32(trace + 40, -4, true), /cut short: all samples of the chosen series/);
    refuses(() => view.setFloat64(trace + 72, Number.NaN, true), /trace "Imon" has the scale NaN/);
    refuses(() => view.setUint8(trace + 70, 9), /unknown format/);
    refuses(() => view.setInt32(trace + 512, -1, true), /counts -1 records/);
  });

  it('that promises more samples than it has shows those, and says so', () => {
    const cut = hekaBytes(oneSeries([traceOf({ stored: Array.from({ length: 9000 }, (_, i) => i % 100) })]));
    const view = new DataView(cut.buffer, cut.byteOffset, cut.length);
    view.setInt32(cut.indexOf('Imon', 256, 'latin1') - 4 + 44, 1_000_000_000, true);
    withRecording(write(cut), {}, (recording) => {
      assert.equal(recording.sweeps[0].samples, 9000);
      assert.equal(recording.warnings[0]?.code, 'cut-short');
      assert.equal(recording.read(0, 0, 8990, 9000).length, 10);
    });
  });

  it('tells the time as HEKA documents it', () => {
    assert.equal(startOf(221_667_551)?.slice(0, 10), '1997-01-09');
    assert.equal(startOf(4_922_414_972)?.slice(0, 10), '2009-11-19');
    assert.equal(startOf(0), undefined);
    assert.equal(startOf(Number.NaN), undefined);
    assert.equal(startOf(1e300), undefined);
  });
});

describe('a bundle that was cut short has lost its list of series, which ends it', () => {
  const whole: HekaToWrite = {
    groups: [
      {
        label: 'E-1',
        series: [
          {
            label: 'mini',
            sweeps: [0, 1].map((time_s) => ({ time_s, traces: [traceOf()] })),
          },
        ],
      },
    ],
  };
  const samplesAt = hekaParts(whole).data.length - 2 * 2 * STORED.length;
  // The first sweep and three samples of the second.
  const cut = hekaBytes(whole).subarray(0, samplesAt + 2 * (STORED.length + 3));

  it('what is there opens with the list beside it, and what is missing is said', () => {
    const file = write(Buffer.from(cut), 'cut with list.dat');
    write(hekaParts(whole).tree, 'cut with list.pul');
    withRecording(file, {}, (recording) => {
      assert.deepEqual(
        recording.sweeps.map(({ samples }) => samples),
        [STORED.length, 3],
      );
      assert.deepEqual(
        [...recording.read(0, 1, 0, 3)],
        STORED.slice(0, 3).map((value) => value * 0.5e-12),
      );
      assert.match(recording.warnings[0].message, /cut short: 5 samples of this series are missing/);
    });
  });

  it('without it, the sentence says which file helps', () => {
    const file = write(Buffer.from(cut), 'cut alone.dat');
    assert.throws(
      () => openHeka(file, {}),
      (thrown) =>
        thrown instanceof UserError &&
        /is cut short: its list of series .* is missing\. Copy .* or put cut alone\.pul beside it\.$/.test(
          thrown.message,
        ),
    );
  });
});
