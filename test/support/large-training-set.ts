import { type TrainingSet, UNSCORED } from '../../src/common/training/training-set';
import { writeTrainingSet } from '../../src/engine/training/write-training-set';

/** Writes a training set of unscored windows of 600 samples, every third with an event in it. */
export async function writeLargeTrainingSet(file: string, windows: number): Promise<void> {
  const length = 600;
  const set: Omit<TrainingSet, 'path'> = {
    windows,
    length,
    scores: new Int8Array(windows).fill(UNSCORED),
    starts: Float64Array.from({ length: windows }, (_, i) => i * 500),
    labels: null,
    sources: new Int32Array(windows),
    facts: {
      rate_hz: 50_000,
      unit: 'pA',
      direction: 'negative',
      win_size: length,
      sources: [
        { path: 'elsewhere.abf', sha256: '', series: '', channel: 0, sweep: null, rate_hz: null, unit: '' },
      ],
      parameters: null,
      writtenBy: 'a test',
    },
  };
  let state = 1;
  const noise = Float64Array.from({ length: 65_536 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  await writeTrainingSet(file, { overwrite: false }, set, (from, to) => {
    const values = new Float64Array((to - from) * length);
    for (let w = from; w < to; w++)
      for (let i = 0; i < length; i++) {
        const event = w % 3 === 0 && i > 100 ? -(5 + (w % 40)) * Math.exp((100 - i) / 90) : 0;
        values[(w - from) * length + i] = event + noise[(w * 7919 + i) & 65_535];
      }
    return values;
  });
}
