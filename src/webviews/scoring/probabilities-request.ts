import type { ScoringRequests } from '../../common/api/views/scoring';
import { messageOf } from '../../common/errors';
import { count, fixed } from '../../common/text/numbers';
import type { Ask } from '../shared/host';
import type { Store } from '../shared/store';
import type { ScoredSet } from './scored-set';
import type { ScoringMessage, ScoringState } from './store';

/** Windows around the one that is shown which are predicted first: as many as an overview shows. */
const FIRST = 128;
/** Windows predicted together later: a second or so. */
const BLOCK = 2048;

/**
 * Predicts the probabilities of all windows, block by block: those in sight first, also when others come into sight
 * meanwhile. What is predicted is kept; hiding the probabilities pauses it.
 */
export function probabilitiesRequest(ask: Ask<ScoringRequests>, store: Store<ScoringState, ScoringMessage>) {
  let running: ScoredSet['set'] | undefined;

  /** The set, where its probabilities are still wanted. */
  function wanted(of: ScoredSet['set']): ScoredSet | undefined {
    const { set } = store.state;
    return set?.set === of && set.view.probability ? set : undefined;
  }

  async function predict(of: ScoredSet['set']): Promise<void> {
    for (let set = wanted(of); set; set = wanted(of)) {
      const windows = nextWindows(set);
      if (windows.length === 0) return;
      const done = set.predicted?.reduce((sum, one) => sum + one, 0) ?? 0;
      store.send({ type: 'progress', progress: progressOf(done, of.windows) });
      const { probabilities } = await ask('probabilities', { windows });
      if (store.state.set?.set === of) store.send({ type: 'probabilities', windows, probabilities });
    }
  }

  return async (of: ScoredSet['set']): Promise<void> => {
    if (running === of) return;
    running = of;
    // Not during the notification that triggered it: the other listeners must see their own state first.
    await Promise.resolve();
    try {
      await predict(of);
    } catch (thrown) {
      if (store.state.set?.set === of) store.send({ type: 'probabilities', windows: null });
      store.send({ type: 'failure', failure: messageOf(thrown) });
    } finally {
      if (running === of) {
        running = undefined;
        store.send({ type: 'progress', progress: null });
      }
    }
  };
}

/** Windows to predict next: those in sight, then the others in the order of the file. */
function nextWindows({ order, view, predicted, scores }: ScoredSet): Int32Array {
  const place = Math.max(0, order.placeOf(view.window));
  const from = Math.max(0, place - FIRST / 2);
  const inSight = order.windows.slice(from, from + FIRST).filter((window) => !predicted?.[window]);
  if (inSight.length > 0) return inSight;
  const next: number[] = [];
  for (let i = 0; i < scores.length && next.length < BLOCK; i++) if (!predicted?.[i]) next.push(i);
  return Int32Array.from(next);
}

function progressOf(done: number, windows: number): ScoringState['progress'] {
  const text =
    done === 0
      ? 'Starting the model…'
      : `Model probability: ${fixed(done, 0)} of ${count(windows, 'window')}, those in sight first`;
  return { text, fraction: done / windows };
}
