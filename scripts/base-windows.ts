import { silentTask } from '../src/common/task';
import { writeSimulatedWindows } from '../src/engine/simulation/write-training-windows';

/** Writes the windows that the base model learns from. */
export async function writeBaseWindows(
  file: string,
  { recordings, seed }: { recordings: number; seed: number },
  tell: (recordings: number) => void,
): Promise<number> {
  const set = { seed, recordings, length: 600, mostOfAClass: 60, mostWindows: Number.POSITIVE_INFINITY };
  return writeSimulatedWindows(file, set, { ...silentTask(), report: ({ done }) => tell(done) });
}
