import type { Task } from '../../common/task';
import { WRITTEN_BY } from '../../common/version';
import { Random } from '../signal/random';
import { writeTrainingSet } from '../training/write-training-set';
import { type SimulatedWindows, simulatedWindows } from './training-windows';

export interface SimulatedSet {
  seed: number;
  recordings: number;
  /** Samples in a window. */
  length: number;
  /** Maximum number of windows with an event from one recording, and as many without. */
  mostOfAClass: number;
  /** Maximum number of windows. */
  mostWindows: number;
}

const STREAM = 7;

/**
 * Writes windows of simulated recordings, half of them with an event, as a training set with the recording of each
 * window. Returns their number.
 *
 * @throws CancelledError; nothing is written then
 */
export async function writeSimulatedWindows(
  file: string,
  { seed, recordings, length, mostOfAClass, mostWindows }: SimulatedSet,
  task: Task,
): Promise<number> {
  const seeds = new Random(seed, STREAM);
  const sets: SimulatedWindows[] = [];
  let windows = 0;
  for (let done = 0; done < recordings && windows < mostWindows; ) {
    const set = await simulatedWindows(seeds.integer(2 ** 32), length, mostOfAClass, {
      signal: task.signal,
      report: () => {},
    });
    sets.push(set);
    windows = Math.min(mostWindows, windows + set.count);
    task.report({ phase: 'simulating windows', done: ++done, total: recordings, unit: 'recordings' });
  }
  const values = joined(sets.map((set) => set.values));
  const labels = sets.flatMap(({ count }, i) => new Array<string>(count).fill(`simulated recording ${i}`));
  await writeTrainingSet(
    file,
    { overwrite: true },
    {
      windows,
      length,
      scores: Int8Array.from(sets.flatMap(({ scores }) => Array.from(scores))).subarray(0, windows),
      starts: joined(sets.map((set) => set.starts)).subarray(0, windows),
      labels: labels.slice(0, windows),
      sources: null,
      facts: {
        rate_hz: null,
        unit: 'pA',
        direction: 'negative',
        win_size: length,
        sources: [],
        parameters: null,
        writtenBy: WRITTEN_BY,
      },
    },
    (from, to) => values.slice(from * length, to * length),
  );
  return windows;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
