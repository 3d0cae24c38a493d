import type { ResultsRequests } from '../../common/api/views/results';
import type { SampleRange } from '../../common/traces/sample-ranges';
import type { Ask } from '../shared/host';
import type { Store } from '../shared/store';
import { overlaid } from './charts/overlay-plot';
import { type Ready, type ResultsState, readyOf } from './state';
import type { ResultsMessage } from './store';

export interface TraceQuery {
  stretch: SampleRange;
  /** Width of the plot, in device pixels. */
  columns: number;
  withPrediction: boolean;
}

/**
 * Requests the data that the state lacks: the picture of the displayed event, and the events behind the average. Stale
 * answers are dropped.
 *
 * @returns requests a segment of the recording for a plot of known width
 */
export function fetchAnswers(
  store: Store<ResultsState, ResultsMessage>,
  ask: Ask<ResultsRequests>,
  failed: (thrown: unknown) => void,
): (query: TraceQuery) => void {
  let picture: unknown[] = [];
  let snippets: unknown[] = [];
  let trace = '';

  function fetchPicture({ results: { tables }, event }: Ready): void {
    if (event === undefined) return;
    const location = tables.events.location[event];
    const wanted = [tables, location];
    if (same(picture, wanted)) return;
    picture = wanted;
    ask('picture', { location }).then((found) => {
      if (picture === wanted) store.send({ type: 'picture', picture: { tables, location, picture: found } });
    }, failed);
  }

  function fetchSnippets({ results: { tables } }: Ready): void {
    const wanted = [tables];
    if (same(snippets, wanted)) return;
    snippets = wanted;
    ask('snippets', { locations: overlaid(tables) }).then((values) => {
      if (snippets === wanted) store.send({ type: 'snippets', snippets: { tables, values } });
    }, failed);
  }

  store.subscribe((state, before) => {
    if (before.failure !== null && state.failure === null) [picture, snippets, trace] = [[], [], ''];
    const ready = readyOf(state);
    if (!ready) return;
    fetchPicture(ready);
    fetchSnippets(ready);
  });
  return ({ stretch, columns, withPrediction }) => {
    const key = `${stretch.from} ${stretch.to} ${columns} ${withPrediction}`;
    if (key === trace) return;
    trace = key;
    const query = { ...stretch, columns };
    Promise.all([ask('trace', query), withPrediction ? ask('prediction', query) : null]).then(
      ([found, prediction]) => {
        if (trace !== key || 'reason' in found) return;
        store.send({ type: 'trace', trace: { stretch, trace: found, prediction } });
      },
      failed,
    );
  };
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
