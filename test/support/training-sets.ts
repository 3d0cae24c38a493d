import path from 'node:path';
import type { Score, TrainingSet } from '../../src/common/training/training-set';
import { Random } from '../../src/engine/signal/random';
import { writeTrainingSet } from '../../src/engine/training/write-training-set';

/** What a made-up training set is like. */
export interface MadeUp {
  seed: number;
  windows: number;
  length: number;
  direction?: TrainingSet['facts']['direction'];
  /** Recording of each window; null: the file does not say. */
  labelOf?: (window: number) => string;
  /** Cut-off of the low-pass filter that the file says it was extracted with. */
  lowpass?: number;
  scoreOf?: (window: number) => Score;
  /** Replaces the samples of a window. */
  sampleOf?: (window: number, value: number) => number;
}

/** Writes windows of noise, every other one with an event (score 1) as real ones have it, and returns the path. */
export async function madeUpTrainingSet(folder: string, name: string, made: MadeUp): Promise<string> {
  const { seed, windows, length, direction = null } = made;
  const random = new Random(seed);
  const sign = direction === 'positive' ? 1 : -1;
  const values = new Float64Array(windows * length);
  const scores = Int8Array.from({ length: windows }, (_, i) => made.scoreOf?.(i) ?? i % 2);
  for (let w = 0; w < windows; w++) {
    const onset = length * random.uniform(0.2, 0.3);
    const size = w % 2 === 1 ? random.uniform(5, 15) : 0;
    for (let i = 0; i < length; i++) {
      const t = Math.max(0, (i - onset) / length);
      const event = size * (1 - Math.exp(-t * 50)) * Math.exp(-t * 8);
      const value = sign * event + random.normal();
      values[w * length + i] = made.sampleOf?.(w, value) ?? value;
    }
  }
  const file = path.join(folder, name);
  const set: Omit<TrainingSet, 'path'> = {
    windows,
    length,
    scores,
    starts: null,
    labels: made.labelOf ? Array.from({ length: windows }, (_, i) => made.labelOf!(i)) : null,
    sources: null,
    facts: {
      rate_hz: 20_000,
      unit: 'pA',
      direction,
      win_size: length,
      sources: [],
      parameters: made.lowpass === undefined ? null : { lowpass: made.lowpass },
      writtenBy: 'a test',
    },
  };
  await writeTrainingSet(file, { overwrite: true }, set, (from, to) =>
    values.slice(from * length, to * length),
  );
  return file;
}
