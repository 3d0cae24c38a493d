import type { EventPicture, Why } from '../../common/api/engine/results';
import type {
  EditKind,
  ResultsAction,
  ResultsFocus,
  ResultsHostAction,
  ResultsNotices,
  ResultsReady,
  ResultsRequests,
  ResultsSnapshot,
} from '../../common/api/views/results';
import { coalesced } from '../shared/coalesced';
import { isButton, takesKeys, watchFocus } from '../shared/focus';
import { caughtUp, connectHost, storedState, storeState } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { onThemeChange, readTheme } from '../shared/theme';
import { type ActionContext, actions } from './actions';
import { cumulativePlot, histogramPlot } from './charts/distribution-plots';
import { eventPlot } from './charts/event-plot';
import { overlaid, overlayPlot } from './charts/overlay-plot';
import { differencesOf } from './comparison';
import { eventsAsText } from './events-as-text';
import { figureFiles } from './figures/export';
import { createLayout } from './layout';
import { isFiltered, type Listing, listed } from './listing';
import { restoredState, type ViewState } from './state';
import { around, moved, zoomed } from './stretch';

/** The view: what the host said, how the user looks at it, and one place that draws both. */
export function startApp(root: HTMLElement): void {
  let snapshot: ResultsSnapshot = { kind: 'opening', name: '' };
  let state: ViewState | undefined;
  let theme = readTheme();
  let failure: string | undefined;
  let why: Why | undefined;
  let rows: { of: unknown; listing: Listing; rows: Uint32Array } | undefined;
  let picture: { of: unknown; location: number; picture?: EventPicture } | undefined;
  let snippets: { of: unknown; values?: Float32Array } | undefined;
  let chartsDrawn = '';
  let version = 0;

  const redraw = coalesced(requestAnimationFrame, () => {
    if (snapshot.kind === 'opening') layout.showMessage().opening(snapshot.name);
    else if (snapshot.kind === 'failed') layout.showMessage().failed(snapshot.message);
    else if (state) draw(snapshot, state);
  });

  const ask = connectHost<ResultsRequests, ResultsNotices>({
    snapshot: show,
    tables({ tables, show: [first] }) {
      if (snapshot.kind !== 'ready') return;
      snapshot = { ...snapshot, tables };
      state = restoredState(first === undefined ? state : shownIfHidden(first), tables.events.location);
      why = undefined;
      redraw();
    },
    action: act,
    status(status) {
      if (snapshot.kind === 'ready') snapshot = { ...snapshot, status };
      redraw();
    },
    comparison(comparison) {
      if (snapshot.kind === 'ready') snapshot = { ...snapshot, comparison };
      change({ difference: null });
    },
  });
  const tell = (asked: Promise<unknown>) => void asked.catch(failed);
  const run = (action: ResultsHostAction) => tell(ask('run', { action }));
  const layout = createLayout(root, {
    ask,
    act,
    run,
    redraw,
    failed,
    failure: () => failure,
    dismissFailure() {
      failure = undefined;
      // What did not come for it is asked for anew.
      picture = undefined;
      snippets = undefined;
      layout.strip.askAgain();
      redraw();
    },
    select: (location, how) => withContext((c) => select(c, location, how)),
    open: () => act('openRecording'),
    sort: (sort) =>
      withContext(({ state: { listing } }) =>
        list({ sort, descending: listing.sort === sort && !listing.descending }),
      ),
    list,
    measure: (measure) => change({ measure }),
    showDifference: (index) => withContext((c) => c.showDifference(index)),
    point(sample, meaning) {
      change({ cursor: sample });
      layout.strip.focus();
      if (meaning === 'add') act('addEvent');
      if (meaning === 'why') act('why');
    },
    zoom: (factor, centre) =>
      withContext((c) => change({ stretch: zoomed(c.stretch, factor, centre, c.results.samples) })),
    pan: (share) =>
      withContext(({ stretch, results }) =>
        change({ stretch: moved(stretch, share * (stretch.to - stretch.from), results.samples) }),
      ),
    addHere: () => act('addEvent'),
  });

  onThemeChange(() => {
    theme = readTheme();
    version++;
    redraw();
  });
  const resized = new ResizeObserver(() => {
    version++;
    redraw();
  });
  for (const box of [root, layout.viewer.element, layout.strip.element, layout.charts.element])
    resized.observe(box);
  watchFocus(root, areaOf, (area) => tell(ask('focus', { area })));
  // What was sent already need not be sent again.
  void caughtUp().then(() => {
    if (snapshot.kind === 'opening') askForAll();
  });

  function askForAll(): void {
    ask('snapshot', {}).then(show, (thrown) =>
      show({ kind: 'failed', name: '', message: messageOf(thrown) }),
    );
  }

  function show(next: ResultsSnapshot): void {
    const before = snapshot;
    snapshot = next;
    if (next.kind === 'ready') {
      state = restoredState(state ?? storedState() ?? undefined, next.tables.events.location);
      if (before.kind !== 'ready') requestAnimationFrame(() => layout.table.focus(true));
    }
    redraw();
  }

  /** What was undone is shown; what was done by hand is where the user looks already. */
  function shownIfHidden(location: number): ViewState | undefined {
    if (!state || snapshot.kind !== 'ready') return state;
    const { location: all } = snapshot.tables.events;
    return all.includes(location) && !state.selection.includes(location) && pending === 0
      ? { ...state, current: location, selection: [location] }
      : state;
  }

  function change(patch: Partial<ViewState>): void {
    if (!state) return;
    if (patch.cursor !== undefined && patch.cursor !== state.cursor) why = undefined;
    state = { ...state, ...patch };
    storeState(state);
    redraw();
  }

  function list(patch: Partial<Listing>): void {
    if (state) change({ listing: { ...state.listing, ...patch } });
  }

  function act(action: ResultsAction): void {
    if (layout.keys.open && action !== 'showKeys') return;
    withContext(actions[action]);
  }

  function failed(thrown: unknown): void {
    failure = messageOf(thrown);
    redraw();
  }

  function withContext(use: (context: ActionContext) => void): void {
    const context = contextNow();
    if (context) use(context);
  }

  /** Edits under way that began here. */
  let pending = 0;
  function edit(kind: EditKind, locations: readonly number[]): void {
    pending++;
    ask('edit', { kind, locations: Float64Array.from(locations) })
      .catch(failed)
      .finally(() => {
        pending--;
      });
  }

  function contextNow(): ActionContext | undefined {
    if (snapshot.kind !== 'ready' || !state) return undefined;
    const [results, now] = [snapshot, state];
    return {
      results,
      state: now,
      rows: rowsNow(results, now.listing),
      stretch: stretchNow(results, now),
      page: layout.table.page(),
      change,
      show: (location, extend) => showEvent(results, now, location, extend),
      showDifference(index) {
        const difference = results.comparison && differencesOf(results.comparison)[index];
        if (!difference) return;
        const { location, kind } = difference;
        const stretch = around(location, now.stretch, results.window, results.samples);
        if (kind === 'lost') change({ difference: index, stretch, cursor: location });
        else change({ difference: index, stretch, current: location, selection: [location], cursor: null });
        layout.say(`${kind}, difference ${index + 1}`);
      },
      edit,
      add(sample) {
        pending++;
        ask('add', { sample })
          .then(({ location }) => change({ current: location, selection: [location] }), failed)
          .finally(() => {
            pending--;
          });
      },
      why(sample) {
        ask('why', { sample }).then((told) => {
          why = told;
          redraw();
        }, failed);
      },
      openRecording() {
        const event = eventNow(results, now);
        const time_s = event === undefined ? 0 : results.tables.events.time_s[event];
        if (results.noRecording !== null) layout.say(results.noRecording);
        else tell(ask('openRecording', { time_s }));
      },
      focusTrace: layout.strip.focus,
      focusEvents: () => layout.table.focus(),
      focusFilter: () => requestAnimationFrame(() => requestAnimationFrame(layout.filterBar.focus)),
      copyEvents() {
        const text = eventsAsText(results, rowsNow(results, now.listing), now.selection);
        tell(ask('clipboard', { text }));
        layout.say('Copied');
      },
      exportFigures: () => tell(exportFigures(results, now)),
      showKeys: () => layout.keys.toggle(results.keys),
      say: layout.say,
    };
  }

  function showEvent(results: ResultsReady, now: ViewState, location: number, extend: boolean): void {
    const selection = extend ? [...new Set([...now.selection, location])] : [location];
    const stretch = around(location, now.stretch, results.window, results.samples);
    change({ current: location, selection, stretch, cursor: null });
  }

  function select(c: ActionContext, location: number, how: 'one' | 'range' | 'toggle'): void {
    const { results, state: now, rows: listedRows } = c;
    const locations = Array.from(listedRows, (event) => results.tables.events.location[event]);
    if (how === 'one') c.show(location, false);
    else if (how === 'range') {
      const [from, to] = [locations.indexOf(now.current ?? location), locations.indexOf(location)].sort(
        (a, b) => a - b,
      );
      change({ current: location, selection: locations.slice(Math.max(0, from!), to! + 1) });
    } else {
      const others = now.selection.filter((other) => other !== location);
      change({
        current: location,
        selection: others.length < now.selection.length ? others : [...others, location],
      });
    }
  }

  async function exportFigures(results: ResultsReady, now: ViewState): Promise<void> {
    const values = snippets?.of === results.tables ? snippets.values : undefined;
    const plots = [
      ['average', overlayPlot(results, values)],
      [`histogram_${now.measure}`, histogramPlot(results, now.measure, undefined)],
      [`cumulative_${now.measure}`, cumulativePlot(results, now.measure, undefined)],
    ] as const;
    const files = await Promise.all(plots.map(([name, plot]) => figureFiles(name, plot)));
    await ask('saveFigures', { figures: files.flat() });
  }

  function rowsNow({ tables: { events } }: ResultsReady, listing: Listing): Uint32Array {
    if (rows?.of !== events || rows.listing !== listing)
      rows = { of: events, listing, rows: listed(events, listing) };
    return rows.rows;
  }

  function stretchNow({ window, samples }: ResultsReady, now: ViewState) {
    return now.stretch ?? around(now.current ?? window * 4, null, window, samples);
  }

  function draw(results: ResultsReady, now: ViewState): void {
    const { tables, unit } = results;
    const { events } = tables;
    const listedRows = rowsNow(results, now.listing);
    const event = eventNow(results, now);
    layout.showMain();
    layout.toolbar.update(results, now);
    layout.notes.update(results);
    layout.filterBar.element.classList.toggle('hidden', !now.filterShown && !isFiltered(now.listing));
    layout.filterBar.update(now.listing, events, unit, listedRows.length);
    layout.table.update({
      events,
      unit,
      rows: listedRows,
      listing: now.listing,
      current: now.current,
      selection: new Set(now.selection),
    });
    layout.sayEmpty(
      listedRows.length > 0
        ? ''
        : events.location.length === 0
          ? 'No events.'
          : 'No event passes the filter.',
    );
    layout.comparison.update(results.comparison, results.rate_hz, now.difference);
    layout.statistics.update(results);
    drawEvent(results, event);
    layout.strip.draw(
      results,
      { stretch: stretchNow(results, now), current: now.current, cursor: now.cursor },
      theme,
    );
    layout.why.update(why, results.rate_hz, unit);
    drawCharts(results, now, event);
  }

  function drawEvent(results: ResultsReady, event: number | undefined): void {
    layout.viewer.element.classList.toggle('hidden', event === undefined);
    if (event === undefined) return;
    const { tables } = results;
    const location = tables.events.location[event];
    if (picture?.of !== tables || picture.location !== location) {
      const asked: NonNullable<typeof picture> = { of: tables, location };
      picture = asked;
      ask('picture', { location }).then((found) => {
        asked.picture = found;
        if (picture === asked) redraw();
      }, failed);
    }
    layout.readout.update(results, event, picture.picture);
    if (picture.picture) layout.viewer.draw(eventPlot(results, tables.events, event, picture.picture), theme);
  }

  function drawCharts(results: ResultsReady, now: ViewState, event: number | undefined): void {
    const { tables } = results;
    if (snippets?.of !== tables) {
      const asked: NonNullable<typeof snippets> = { of: tables, values: snippets?.values };
      snippets = asked;
      version++;
      ask('snippets', { locations: overlaid(tables) }).then((values) => {
        asked.values = values;
        version++;
        if (snippets === asked) redraw();
      }, failed);
    }
    // A thousand lines are not drawn again because a cursor moved.
    const key = `${version} ${now.measure} ${event}`;
    if (key === chartsDrawn) return;
    chartsDrawn = key;
    layout.charts.draw({ results, snippets: snippets.values, measure: now.measure, event }, theme);
  }
}

function eventNow({ tables: { events } }: ResultsReady, { current }: ViewState): number | undefined {
  const found = current === null ? -1 : events.location.indexOf(current);
  return found < 0 ? undefined : found;
}

function areaOf(active: Element | null): ResultsFocus {
  if (takesKeys(active)) return 'input';
  if (isButton(active)) return 'control';
  return active?.closest('.trace-strip') ? 'trace' : 'events';
}
