import type { ExperimentRequests } from '../../../common/api/views/experiment';
import { messageOf } from '../../../common/errors';
import type { Ask } from '../../shared/host';
import type { Store } from '../../shared/store';
import { type ExperimentState, rowsOf } from '../state';
import type { ExperimentMessage } from '../store';

/** Edits of several rows come one after the other, and a run finishes several recordings at a time. */
const SETTLED_MS = 300;

/** Asks anew for what came out whenever results, groups or the measure have changed, while it is shown. */
export function askForComparison(
  store: Store<ExperimentState, ExperimentMessage>,
  ask: Ask<ExperimentRequests>,
): void {
  let timer: number | undefined;
  let asked: string | undefined;
  let latest = 0;
  store.subscribe((state) => {
    if (!state.view.comparisonShown || state.snapshot.kind !== 'ready' || state.snapshot.reading) return;
    const key = keyOf(state);
    if (key === asked) return;
    const first = asked === undefined;
    asked = key;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void request(), first ? 0 : SETTLED_MS);
  });

  async function request(): Promise<void> {
    const id = ++latest;
    if (!hasResults(store.state)) {
      store.send({ type: 'notCompared', problem: 'No recording has results yet. Detect events first.' });
      return;
    }
    store.send({ type: 'comparing' });
    try {
      // Figures come first; bootstraps of many events take a while.
      for (const quick of [true, false]) {
        const comparison = await ask('compare', { measure: store.state.view.measure, quick });
        if (id !== latest) return;
        store.send({ type: 'compared', comparison });
      }
    } catch (thrown) {
      if (id === latest) store.send({ type: 'notCompared', problem: messageOf(thrown) });
    }
  }
}

function hasResults(state: ExperimentState): boolean {
  return rowsOf(state).some(({ include, report }) => include && report?.results);
}

/** Everything that what came out depends on. */
function keyOf(state: ExperimentState): string {
  const rows = rowsOf(state).flatMap(({ include, report, ...row }) =>
    include && report?.results
      ? [
          [
            row.line,
            row.cell,
            row.animal,
            row.group,
            row.condition,
            report.status,
            report.events,
            report.frequency_hz,
          ],
        ]
      : [],
  );
  return JSON.stringify([state.view.measure, rows]);
}
