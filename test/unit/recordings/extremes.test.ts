import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { defaultParameters } from '../../../src/common/parameters/parameters';
import { openBytes } from '../../../src/engine/files/bytes';
import { openAbf } from '../../../src/engine/recordings/abf/open';
import { bucketExtremes } from '../../../src/engine/recordings/pyramid';
import { countedTrace, drawnTrace } from '../../../src/engine/recordings/recipe-trace';
import { readExtremes, readSamples, type SampleFormat } from '../../../src/engine/recordings/samples';
import type { Trace } from '../../../src/engine/signal/trace';
import { temporaryFolder } from '../../support/folder';
import { noise } from '../../support/numbers';
import { writeAbf } from '../../support/write-abf';

const folder = mkdtempSync(path.join(temporaryFolder(), 'e-'));

/** From the samples, without the reader's own way. */
function slowly(trace: Trace, from: number, to: number, bucket: number): Float64Array {
  return bucketExtremes({ ...trace, read: (a, b) => trace.read(a, b) }, from, to, bucket);
}

function swapped(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else bytes.swap64();
}

describe('extremes read from a file', () => {
  const arrays = { int16: Int16Array, int32: Int32Array, float32: Float32Array, float64: Float64Array };
  for (const [format, array] of Object.entries(arrays))
    for (const littleEndian of [true, false])
      it(`are those of its samples: ${format}, ${littleEndian ? 'little' : 'big'}-endian, interleaved`, () => {
        const stored = new array(noise(300_000, 3).map((value) => value * 900));
        if (!format.startsWith('int')) stored.fill(Number.NaN, 1000, 9000);
        const bytes = Buffer.from(stored.buffer);
        if (!littleEndian) swapped(bytes, stored.BYTES_PER_ELEMENT);
        const file = path.join(folder, `${format}${littleEndian}`);
        writeFileSync(file, bytes);
        const source = openBytes(file);
        for (const [stride, scale, shift] of [
          [1, 0.31, 5],
          [3, -0.07, 1],
        ]) {
          const layout = { offset: 0, format: format as SampleFormat, littleEndian, stride, scale, shift };
          const count = 99_991;
          const values = new Float64Array(count);
          readSamples(source, layout, 0, count, values, 0);
          const trace = {
            rateHz: 1,
            unit: '',
            samples: count,
            read: (a: number, b: number) => values.slice(a, b),
          };
          for (const [from, to, bucket] of [
            [0, count, 64],
            [17, 99_000, 512],
            [128, 70_000, 65_536],
          ])
            assert.deepEqual(
              readExtremes(source, layout, from, to - from, bucket),
              bucketExtremes(trace, from, to, bucket),
            );
        }
        source.close();
      });

  it('are scaled like the samples: by the user, into the analysed unit, and inverted', () => {
    const file = path.join(folder, 'volts.abf');
    const stored = Int16Array.from(noise(200_000, 4), (value) => value * 1000);
    writeAbf(file, {
      rateHz: 10_000,
      channels: [
        { name: 'V', unit: 'V', scale: 1e-5 },
        { name: 'I', unit: 'A', scale: 1e-12 },
      ],
      sweeps: [100_000],
      stored: (from, to) => stored.subarray(from, to),
    });
    for (const channel of [0, 1])
      for (const scaling of [1, -2.5]) {
        const recording = openAbf(file, { scaling });
        const trace = drawnTrace(recording, { parameters: { ...defaultParameters(), channel } });
        assert.ok(trace.read.extremes, 'the fast way is there');
        assert.notEqual(trace.unit, recording.channels[channel].unit);
        assert.deepEqual(bucketExtremes(trace, 640, 99_999, 64), slowly(trace, 640, 99_999, 64));
        recording.close();
      }
  });

  it('are those of the joined sweeps', () => {
    const file = path.join(folder, 'sweeps.abf');
    const stored = Int16Array.from(noise(90_000, 5), (value) => value * 1000);
    writeAbf(file, {
      rateHz: 10_000,
      channels: [{ name: 'I', unit: 'pA' }],
      sweeps: [30_000, 30_000, 30_000],
      stored: (from, to) => stored.subarray(from, to),
    });
    const recording = openAbf(file, {});
    for (const sweep of [undefined, 1]) {
      const trace = countedTrace(recording, 0, sweep);
      assert.deepEqual(bucketExtremes(trace, 0, trace.samples, 64), slowly(trace, 0, trace.samples, 64));
    }
    recording.close();
  });
});
