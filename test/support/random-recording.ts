import type { Recording } from '../../src/engine/recordings/recording';
import { Random } from '../../src/engine/signal/random';

/** A recording with random samples, as a reader would return it. */
export function randomRecording(
  channels: readonly { name: string; unit: string }[],
  lengths: readonly number[],
  changes: Partial<Recording> = {},
): Recording {
  const random = new Random(lengths.length + channels.length);
  const samples = channels.map(() =>
    lengths.map((length) => Float64Array.from({ length }, () => Math.fround(40 * random.normal() - 25))),
  );
  let start_s = 0;
  const sweeps = lengths.map((length) => {
    const sweep = { samples: length, start_s };
    start_s += length / 20_000 + 0.5;
    return sweep;
  });
  return {
    path: '/data/cell 1.xyz',
    format: 'ABF',
    version: '2.6',
    series: '',
    allSeries: [''],
    rateHz: 20_000,
    channels: [...channels],
    sweeps,
    tags: [
      { time_s: 0.05, comment: 'TTX 0.5 µM' },
      { time_s: 0.125, comment: 'wash' },
    ],
    protocol: 'gap-free minis',
    start: '2024-05-31T14:30:00.25',
    facts: [['Comment', 'layer 2/3']],
    warnings: [],
    read: (channel, sweep, from, to) => samples[channel][sweep].slice(from, to),
    close: () => {},
    ...changes,
  };
}
