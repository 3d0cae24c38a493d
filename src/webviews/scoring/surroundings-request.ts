import type { ScoringRequests } from '../../common/api/views/scoring';
import { messageOf } from '../../common/errors';
import type { Ask } from '../shared/host';
import type { Store } from '../shared/store';
import type { ScoringMessage, ScoringState } from './store';

/** Width of the interval around a window, in windows. */
const WIDTHS = 15;
/** Debounce: the recording is not read while the user steps through windows. */
const DELAY_MS = 120;

/** Debounced request for the recording around the window that is shown; answers for other windows are dropped. */
export function requestSurroundings(
  ask: Ask<ScoringRequests>,
  store: Store<ScoringState, ScoringMessage>,
  columns: () => number,
): void {
  let requested: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function request(window: number): void {
    const receive = (answer: Awaited<ReturnType<typeof send>>) => {
      if (requested === window) store.send({ type: 'surroundings', window, answer });
    };
    const send = () => ask('surroundings', { window, columns: columns(), widths: WIDTHS });
    send().then(receive, (thrown) => receive({ reason: messageOf(thrown) }));
  }

  store.subscribe(({ set }, { set: before }) => {
    if (!set || set.view.overview || !set.view.surroundings) return;
    const { window } = set.view;
    if (window === requested && set.set === before?.set) return;
    requested = window;
    clearTimeout(timer);
    timer = setTimeout(() => request(window), DELAY_MS);
  });
}
