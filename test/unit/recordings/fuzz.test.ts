import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { openAbf } from '../../../src/engine/recordings/abf/open';
import { openHeka } from '../../../src/engine/recordings/heka/open';
import type { Recording } from '../../../src/engine/recordings/recording';
import { temporaryFolder } from '../../support/folder';
import { writeAbf } from '../../support/write-abf';
import { abf1Bytes } from '../../support/write-abf1';
import { hekaBytes } from '../../support/write-heka';

const folder = temporaryFolder();
const CASES = 800;
const SLOWEST_MS = 1000;
const MOST_MB = 200;

/** Reproducible whole numbers from 0 to below `n` (Lehmer's generator). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48_271) % 0x7fffffff;
    return state % n;
  };
}

const EXTREMES = [
  0, 1, -1, 0x7f, 0x7fff, 0x8000, 0x7fffffff, -0x80000000, 0x7fc00000, 0x7f800000, 0x00010000,
];

/** Flips bytes, puts extreme numbers into fields, or cuts the end off; mostly where headers and lists lie. */
function damage(
  good: Buffer,
  parts: readonly [from: number, to: number][],
  roll: (n: number) => number,
): Buffer {
  const bytes = Buffer.from(good);
  const somewhere = (): number => {
    const [from, to] = parts[roll(parts.length)];
    return from + roll(to - from);
  };
  if (roll(5) === 0) return bytes.subarray(0, somewhere());
  for (let changes = 1 + roll(4); changes > 0; changes--) {
    const at = Math.min(somewhere(), bytes.length - 4);
    if (roll(2) === 0) bytes[at] = roll(256);
    else bytes.writeInt32LE(EXTREMES[roll(EXTREMES.length)] | 0, at - (at % 2));
  }
  return bytes;
}

/** Everything a caller would do with a recording that opened. */
function use(recording: Recording): void {
  const { channels, sweeps } = recording;
  assert.ok(channels.length > 0 && sweeps.length > 0);
  assert.ok(recording.rateHz === undefined || recording.rateHz > 0);
  JSON.stringify([channels, sweeps.slice(0, 100), recording.tags, recording.facts, recording.start]);
  for (const sweep of new Set([0, sweeps.length - 1]))
    for (const channel of new Set([0, channels.length - 1])) {
      const { samples, start_s } = sweeps[sweep];
      assert.ok(Number.isSafeInteger(samples) && samples >= 0 && !Number.isNaN(start_s));
      assert.equal(recording.read(channel, sweep, 0, Math.min(50, samples)).length, Math.min(50, samples));
      recording.read(channel, sweep, Math.max(0, samples - 50), samples);
    }
}

function fuzz(
  name: string,
  good: Buffer,
  parts: readonly [from: number, to: number][],
  open: (file: string) => Recording,
): { opened: number; refused: number } {
  const file = path.join(folder, `${name}.bin`);
  const outcomes = { opened: 0, refused: 0 };
  for (let seed = 1; seed <= CASES; seed++) {
    writeFileSync(file, damage(good, parts, dice(seed * 7919)));
    const start = performance.now();
    try {
      const recording = open(file);
      try {
        use(recording);
      } finally {
        recording.close();
      }
      outcomes.opened += 1;
    } catch (thrown) {
      assert.ok(
        thrown instanceof UserError,
        `seed ${seed}: ${thrown instanceof Error ? thrown.stack : thrown}`,
      );
      assert.ok(
        thrown.message.length < 600 && !thrown.message.includes('\n'),
        `seed ${seed}: ${thrown.message}`,
      );
      outcomes.refused += 1;
    }
    const took = performance.now() - start;
    assert.ok(took < SLOWEST_MS, `seed ${seed} took ${took} ms`);
  }
  return outcomes;
}

describe('a damaged recording gives a sentence or samples, in little time and memory', () => {
  const stored = Int16Array.from({ length: 4000 }, (_, i) => i);
  const abf2 = path.join(folder, 'good.abf');
  writeAbf(abf2, {
    rateHz: 20_000,
    channels: [
      { name: 'Im', unit: 'pA' },
      { name: 'Vm', unit: 'mV', telegraphedGain: 2 },
    ],
    sweeps: [800, 700, 500],
    stored: (from, to) => stored.slice(from, to),
    tags: [{ time_s: 0.05, comment: 'drug' }],
  });
  const good2 = readFileSync(abf2);
  const inputs = [
    { input: 1, name: 'Im', unit: 'pA', scale: 1 },
    { input: 0, name: 'Vm', unit: 'mV', scale: 1 },
  ];
  const tags = [{ at: 100, comment: 'drug' }];
  const good1 = abf1Bytes({
    version: 1.83,
    rateHz: 20_000,
    inputs,
    stored,
    sweeps: [1600, 1400, 1000],
    tags,
  });
  const trace = {
    unit: 'A',
    interval_s: 5e-5,
    scale: 1e-12,
    format: 'int16' as const,
    stored: [...stored.slice(0, 500)],
  };
  const sweep = (time_s: number) => ({
    time_s,
    traces: [
      { ...trace, label: 'Imon' },
      { ...trace, label: 'Vmon' },
    ],
  });
  const series = { label: 'mini', sweeps: [sweep(1), sweep(2)] };
  const goodHeka = hekaBytes({ groups: [{ label: 'E-1', series: [series, series] }] });
  const tree = goodHeka.indexOf('eerT', 0, 'latin1');

  const kinds: [string, Buffer, [number, number][], (file: string) => Recording][] = [
    [
      'ABF 2',
      good2,
      [
        [0, 512],
        [512, 660],
        [1024, 1280],
        [good2.length - 600, good2.length],
      ],
      (file) => openAbf(file, {}),
    ],
    [
      'ABF 1',
      good1,
      [
        [4, 460],
        [700, 1200],
        [4512, 4700],
        [good1.length - 600, good1.length],
      ],
      (file) => openAbf(file, {}),
    ],
    [
      'HEKA',
      goodHeka,
      [
        [0, 100],
        [tree, goodHeka.length],
      ],
      (file) => openHeka(file, {}),
    ],
  ];
  for (const [name, good, parts, open] of kinds)
    it(name, () => {
      const before = process.resourceUsage().maxRSS;
      const { opened, refused } = fuzz(name, good, parts, open);
      assert.ok(opened > CASES / 20, `${opened} opened`);
      assert.ok(refused > CASES / 20, `${refused} refused`);
      const grown = (process.resourceUsage().maxRSS - before) / 1024;
      assert.ok(grown < MOST_MB, `memory grew by ${grown} MB`);
    });
});
