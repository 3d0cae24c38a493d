import type { EditKind, ResultsRequests } from '../../common/api/views/results';
import { eventsAsText } from '../shared/event-measures';
import type { Ask } from '../shared/host';
import type { Store } from '../shared/store';
import type { TableHandle } from '../shared/table';
import { savedFigures } from './figures/saved-figures';
import type { Ready, ResultsState } from './state';
import type { ResultsMessage } from './store';
import type { EffectAction } from './transitions';

export interface Connection {
  store: Store<ResultsState, ResultsMessage>;
  ask: Ask<ResultsRequests>;
  root: HTMLElement;
  table: { current: TableHandle | null };
  failed(thrown: unknown): void;
  /** Sends a request without a result; a failure is shown in the view. */
  tell(asked: Promise<unknown>): void;
}

/** Effects of actions in the page and on the host. */
export function createEffects(connection: Connection) {
  const { store, root, table } = connection;
  const focus = (selector: string) => root.querySelector<HTMLElement>(selector)?.focus();
  const focusTrace = () => focus('.trace-strip');
  const say = (text: string) => store.send({ type: 'announce', text });
  const { edit, add, ...editing } = documentEffects(connection);
  const { explain, ...showing } = hostEffects(connection, say);
  /** Uses the cursor, or explains how to place it. */
  function atCursor({ results, view }: Ready, use: (sample: number) => void, otherwise: number | null): void {
    const sample = view.cursor ?? otherwise;
    if (sample !== null) use(sample);
    else if (results.noRecording !== null) say(results.noRecording);
    else {
      focusTrace();
      store.send({ type: 'placeCursor' });
    }
  }
  const actions: Record<EffectAction, (ready: Ready) => void> = {
    ...editing,
    ...showing,
    addEvent: (ready) => atCursor(ready, add, null),
    why: (ready) => atCursor(ready, explain, ready.view.current),
    focusTrace,
    focusEvents: () => table.current?.focus(),
  };
  return {
    actions,
    edit,
    focusTrace,
    // The filter bar may have to be rendered first.
    focusFilter: () =>
      requestAnimationFrame(() => requestAnimationFrame(() => focus('.filter-bar :is(input, select)'))),
  };
}

/** Edits of the document. Changes that follow from an edit in this view are already in sight. */
function documentEffects({ store, ask, tell }: Connection) {
  function counted<T>(asked: Promise<T>): Promise<T> {
    store.send({ type: 'editing', by: 1 });
    return asked.finally(() => store.send({ type: 'editing', by: -1 }));
  }
  function edit(kind: EditKind, locations: readonly number[]): void {
    tell(counted(ask('edit', { kind, locations: Float64Array.from(locations) })));
  }
  return {
    edit,
    add(sample: number): void {
      const added = ask('add', { sample }).then(({ location }) => store.send({ type: 'added', location }));
      tell(counted(added));
    },
    restoreEvents: ({ view }: Ready) => edit('restore', view.selection),
    toggleExcluded({ results, view }: Ready): void {
      const { location, excluded } = results.tables.events;
      const chosen = new Set(view.selection);
      const all = location.every((at, i) => !chosen.has(at) || excluded[i] === 1);
      edit(all ? 'include' : 'exclude', view.selection);
    },
  };
}

/** Effects on the host: opening, saving, explaining. */
function hostEffects({ store, ask, tell, failed }: Connection, say: (text: string) => void) {
  return {
    explain(sample: number): void {
      ask('why', { sample }).then((why) => store.send({ type: 'why', why }), failed);
    },
    openRecording({ results, event }: Ready): void {
      const time_s = event === undefined ? 0 : results.tables.events.time_s[event];
      if (results.noRecording !== null) say(results.noRecording);
      else tell(ask('openRecording', { time_s }));
    },
    copyEvents({ results, rows, view }: Ready): void {
      tell(ask('clipboard', { text: textOfListed(results, rows, view.selection) }));
      say('Copied');
    },
    exportFigures({ results, view }: Ready): void {
      const drawn = savedFigures(results, store.state.answers.snippets?.values, view.measure);
      tell(drawn.then((figures) => ask('saveFigures', { figures })));
    },
  };
}

/** The listed events for a spreadsheet; of several selected ones only these. */
function textOfListed(
  { tables: { events }, unit }: Ready['results'],
  rows: Uint32Array,
  selection: readonly number[],
): string {
  const chosen = new Set(selection);
  const wanted = selection.length > 1 ? rows.filter((event) => chosen.has(events.location[event])) : rows;
  return eventsAsText(events, unit, wanted);
}
