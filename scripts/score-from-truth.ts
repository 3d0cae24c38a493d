import { withHdf5 } from '../src/engine/files/hdf5/hdf5';
import { readTruth } from '../src/engine/simulation/truth';
import { readTrainingSet } from '../src/engine/training/read-training-set';
import { saveScores } from '../src/engine/training/write-training-set';

/** Where in a window the steepest rise of an event makes it a window with an event, as a share of it. */
const INSIDE = [0.02, 0.5] as const;

/**
 * Scores the windows of a simulated recording as somebody would who knows its events.
 *
 * @returns how many have an event, and how many have none
 */
export async function scoreFromTruth(
  trainingSet: string,
  recording: string,
): Promise<{ events: number; none: number }> {
  const truth = await withHdf5(recording, (open) => readTruth(recording, open));
  const set = await readTrainingSet(trainingSet);
  const rate = set.facts.rate_hz;
  if (!truth || rate === null || !set.starts)
    throw new Error('only windows of a simulated recording can be scored from its truth');
  const { starts, facts, length } = set;
  const window = facts.win_size ?? length;
  const scores = Int8Array.from(starts, (start) =>
    truth.some(({ steepest_s }) => {
      const share = (steepest_s * rate - start) / window;
      return share > INSIDE[0] && share < INSIDE[1];
    })
      ? 1
      : 0,
  );
  await saveScores(trainingSet, scores);
  const events = scores.reduce<number>((sum, score) => sum + score, 0);
  return { events, none: scores.length - events };
}
