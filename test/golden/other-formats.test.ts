import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { UserError } from '../../src/common/errors';
import { openRecording } from '../../src/engine/recordings/open';
import type { Recording } from '../../src/engine/recordings/recording';
import { Random } from '../../src/engine/signal/random';
import { shared, sharedJson, withoutShared } from '../support/shared';

/** What neo 0.14 reads: one signal per segment and channel, segment by segment. */
interface Expected {
  segments: number;
  signals: Signal[];
}

interface Signal {
  /** neo's own for some formats. */
  name: string;
  t0_s: number;
  unit: string;
  rate_hz: number;
  samples: number;
  first: number[];
  last: number;
  mean: number;
  min: number;
  max: number;
}

const index = shared('other-formats', 'expected.json');
const missing =
  withoutShared || (existsSync(index) ? false : 'other-formats is not among the test recordings');
const files = missing
  ? []
  : Object.entries(sharedJson<Record<string, Expected>>('other-formats', 'expected.json'));

if (missing) test('recordings of other programs', { skip: missing }, () => {});

for (const [name, { segments, signals }] of files) {
  test(`${name}: every signal as neo reads it`, async () => {
    const recording = await openRecording(shared('other-formats', name), {});
    try {
      assert.equal(recording.sweeps.length, segments);
      assert.ok(recording.channels.length * segments >= signals.length);
      for (const [i, expected] of signals.entries()) signalAgrees(recording, i, expected);
    } finally {
      recording.close();
    }
  });
}

function signalAgrees(recording: Recording, i: number, expected: Signal): void {
  const { channels, sweeps, rateHz } = recording;
  const [sweep, channel] = [Math.floor(i / channels.length), i % channels.length];
  const place = `signal ${i}`;
  assert.equal(channels[channel].unit, expected.unit === 'dimensionless' ? '' : expected.unit, place);
  assert.ok(Math.abs(rateHz! / expected.rate_hz - 1) < 1e-5, `${place}: ${rateHz} Hz`);
  assert.equal(sweeps[sweep].samples, expected.samples, place);
  const named = /^Channels: \((\S+)\)$/.exec(expected.name)?.[1];
  if (named !== undefined) assert.equal(channels[channel].name, named, place);
  // In AxoGraph files neo takes the first time, an interval after the start, for the start.
  if (expected.t0_s * expected.rate_hz > 1.5)
    assert.ok(Math.abs(sweeps[sweep].start_s - expected.t0_s) < 1e-9, place);
  const values = recording.read(channel, sweep, 0, expected.samples);
  const scale = Math.max(Math.abs(expected.min), Math.abs(expected.max));
  const near = (actual: number, wanted: number, what: string) =>
    assert.ok(Math.abs(actual - wanted) <= 2e-7 * scale, `${place}, ${what}: ${actual}, expected ${wanted}`);
  for (const [at, wanted] of expected.first.entries()) near(values[at], wanted, `sample ${at}`);
  near(values[values.length - 1], expected.last, 'last sample');
  near(values.reduce((sum, value) => sum + value, 0) / values.length, expected.mean, 'mean');
  near(
    values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    expected.min,
    'minimum',
  );
  near(
    values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
    expected.max,
    'maximum',
  );
}

test('cut and damaged files of other programs are refused in a sentence, or read', {
  skip: missing,
}, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'miniml-'));
  const random = new Random(12);
  try {
    for (const [name] of files) {
      const whole = await readFile(shared('other-formats', name));
      for (let i = 0; i < 60; i++)
        await survives(path.join(folder, 'damaged'), damaged(whole, i, random), `${name} ${i}`);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

/** Cut at a random place, or with random bytes in its first half kilobyte or anywhere. */
function damaged(whole: Buffer, i: number, random: Random): Buffer {
  if (i % 3 === 0) return whole.subarray(0, 1 + random.integer(whole.length - 1));
  const bytes = Buffer.from(whole.subarray(0, 400_000));
  const reach = i % 3 === 1 ? 512 : bytes.length;
  for (let k = 0; k < 4; k++) bytes[random.integer(Math.min(reach, bytes.length))] = random.integer(256);
  return bytes;
}

async function survives(file: string, bytes: Buffer, what: string): Promise<void> {
  await writeFile(file, bytes);
  const begun = performance.now();
  try {
    const recording = await openRecording(file, {});
    const [sweep] = recording.sweeps;
    recording.read(0, 0, 0, Math.min(sweep.samples, 1000));
    recording.close();
  } catch (thrown) {
    assert.ok(thrown instanceof UserError, `${what}: ${(thrown as Error).stack}`);
  }
  assert.ok(performance.now() - begun < 5000, `${what} took long`);
}
