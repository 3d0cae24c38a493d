import { Random } from '../src/engine/signal/random';
import { type SimulatedWindows, simulatedWindows } from '../src/engine/simulation/training-windows';
import { silentTask } from '../src/engine/task';
import { writeTrainingSet } from '../src/engine/training/write-training-set';
import { VERSION } from '../src/engine/version';

const LENGTH = 600;
const MOST_OF_A_CLASS = 60;
const STREAM = 7;

/** Writes windows of simulated recordings, half of them with an event, as a training set. */
export async function writeBaseWindows(
  file: string,
  { recordings, seed }: { recordings: number; seed: number },
  tell: (done: number, windows: number) => void,
): Promise<void> {
  const seeds = new Random(seed, STREAM);
  const sets: SimulatedWindows[] = [];
  const labels: string[] = [];
  for (let i = 0; i < recordings; i++) {
    const set = await simulatedWindows(seeds.integer(2 ** 32), LENGTH, MOST_OF_A_CLASS, silentTask());
    sets.push(set);
    labels.push(...new Array<string>(set.count).fill(`simulated recording ${i}`));
    tell(i + 1, labels.length);
  }
  const values = joined(sets.map((set) => set.values));
  await writeTrainingSet(
    file,
    { overwrite: true },
    {
      windows: labels.length,
      length: LENGTH,
      scores: Int8Array.from(sets.flatMap(({ scores }) => Array.from(scores))),
      starts: joined(sets.map((set) => set.starts)),
      labels,
      sources: null,
      facts: {
        rate_hz: null,
        unit: 'pA',
        direction: 'negative',
        win_size: LENGTH,
        sources: [],
        parameters: null,
        writtenBy: `miniML for Visual Studio Code ${VERSION}`,
      },
    },
    (from, to) => values.slice(from * LENGTH, to * LENGTH),
  );
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
