import type { DetectionView } from '../../common/api/views/events';
import type {
  DetectionProgress,
  FocusArea,
  HostAction,
  ReadySnapshot,
  TraceAction,
  TraceNotices,
  TraceRequests,
  TraceSnapshot,
} from '../../common/api/views/trace';
import { coalesced } from '../shared/coalesced';
import { caughtUp, connectHost, storedState, storeState } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { onThemeChange, readTheme } from '../shared/theme';
import { type ActionContext, actions, selectEvent, zoomToEvent } from './actions';
import { eventsAsText } from './events-as-text';
import { createLayout, type Layout } from './layout';
import { type Order, ordered } from './panel/columns';
import { extremesIn } from './plot/points';
import { fittedRange, type Range } from './plot/y-range';
import { traceSources } from './sources';
import { initialPlace, restoredState, type ViewState } from './state';
import { excludedIn, samplesOf, sweepBorders, tagsIn } from './sweeps';
import { centred, wholeTrace } from './viewport';

/** The view: what the host said, how the user looks at it, and one place that draws both. */
export function startApp(root: HTMLElement): void {
  let snapshot: TraceSnapshot = { kind: 'opening', name: '' };
  let progress: DetectionProgress | null = null;
  let state: ViewState | undefined;
  let theme = readTheme();
  let fitted: Range | undefined;
  let pictureFailure: string | null = null;
  let dismissed: string | null = null;
  let describing = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let rows: { of: DetectionView | undefined; order: Order; rows: Uint32Array } | undefined;

  const redraw = coalesced(requestAnimationFrame, () => {
    const begun = performance.now();
    draw(layout);
    performance.measure('miniml.draw', { start: begun });
  });

  const ask = connectHost<TraceRequests, TraceNotices>({
    snapshot: show,
    progress(now) {
      progress = now;
      redraw();
    },
    action: act,
    goTo({ time_s, span_s, choice }) {
      if (choice && !sameTrace(choice, state?.choice)) choose(choice);
      const context = contextNow();
      if (!context) return;
      const { info } = context.snapshot;
      const rate_hz = info.rate_hz ?? 1;
      const samples = samplesOf(info, context.state.choice);
      const view = span_s === undefined ? context.state.view : { from: 0, to: span_s * rate_hz };
      change({ view: centred(view, time_s * rate_hz, samples) });
    },
  });
  const tell = (asked: Promise<unknown>) => void asked.catch(failed);
  const run = (action: HostAction) => tell(ask('run', { action }));
  const sources = traceSources(ask, redraw, failed);
  const layout = createLayout(root, {
    act,
    run,
    change,
    choose,
    chooseSeries: (series) => tell(ask('chooseSeries', { series })),
    detect: () => state && tell(ask('detect', state.choice)),
    cancel: () => tell(ask('cancelDetection', {})),
    retry() {
      if (pictureFailure === null) return state && tell(ask('detect', state.choice));
      pictureFailure = null;
      sources.reset();
      redraw();
    },
    dismiss() {
      pictureFailure = null;
      dismissed = snapshot.kind === 'ready' ? snapshot.failure : null;
      redraw();
    },
    describe(description) {
      describing = false;
      // Another unit is another scale.
      change({ yRange: null });
      tell(ask('describe', description));
    },
    stopDescribing() {
      describing = false;
      redraw();
    },
    select: (event) => withContext((context) => selectEvent(context, event)),
    open: (event) => withContext((context) => zoomToEvent(context, event)),
    focus: (area: FocusArea) => tell(ask('focus', { area })),
    current: contextNow,
  });

  onThemeChange(() => {
    theme = readTheme();
    redraw();
  });
  new ResizeObserver(redraw).observe(root);
  // What was sent already need not be sent again.
  void caughtUp().then(() => {
    if (snapshot.kind === 'opening') askForAll();
  });

  function askForAll(): void {
    ask('snapshot', {}).then(show, (thrown) => layout.message.failed(messageOf(thrown), ['retry', 'log']));
  }

  function show(next: TraceSnapshot): void {
    const before = snapshot;
    snapshot = next;
    if (next.kind === 'ready') {
      progress = next.progress;
      if (before.kind !== 'ready' || before.failure !== next.failure) dismissed = null;
      const another = before.kind === 'ready' && before.info.series !== next.info.series;
      state = restoredState(state ?? storedState(), next);
      if (another) state = { ...state, ...initialPlace(next) };
      tell(ask('choose', state.choice));
      tellStretch();
      const found = detectionNow(next, state);
      if (state.selected !== null && state.selected >= (found?.events.location.length ?? 0))
        state = { ...state, selected: null };
    }
    redraw();
  }

  function change(patch: Partial<ViewState>): void {
    if (!state) return;
    state = { ...state, ...patch };
    storeState(state);
    tellStretch();
    redraw();
  }

  /** What is seen is told when it has come to rest: only commands that start from it ask. */
  function tellStretch(): void {
    clearTimeout(resting);
    resting = setTimeout(() => state && tell(ask('look', state.view)), 150);
  }

  function choose(choice: ViewState['choice']): void {
    if (snapshot.kind !== 'ready' || !state) return;
    const { info } = snapshot;
    const samples = samplesOf(info, choice);
    const view = samples === samplesOf(info, state.choice) ? state.view : wholeTrace(samples);
    fitted = undefined;
    change({
      choice,
      view,
      selected: null,
      yRange: choice.channel === state.choice.channel ? state.yRange : null,
    });
    tell(ask('choose', choice));
  }

  function act(action: TraceAction): void {
    if (layout.keys.open && action !== 'showKeys') return;
    withContext(actions[action]);
  }

  function failed(thrown: unknown): void {
    pictureFailure = messageOf(thrown);
    redraw();
  }

  function withContext(use: (context: ActionContext) => void): void {
    const context = contextNow();
    if (context) use(context);
  }

  function contextNow(): ActionContext | undefined {
    if (snapshot.kind !== 'ready' || !state) return undefined;
    const ready = snapshot;
    const now = state;
    const detection = detectionNow(ready, now);
    return {
      snapshot: ready,
      state: now,
      detection,
      rows: rowsNow(detection, now.order),
      yRange: now.yRange ?? fitted ?? [-1, 1],
      panelShown: layout.panelShown(now.panel),
      change,
      choose,
      focusEvents: layout.focusEvents,
      focusTrace: layout.focusTrace,
      describe() {
        describing = true;
        redraw();
      },
      copyEvents() {
        if (detection) tell(ask('clipboard', { text: eventsAsText(detection.events, unitNow(ready, now)) }));
      },
      showKeys: () => layout.keys.toggle(ready.keys),
    };
  }

  function rowsNow(detection: DetectionView | undefined, order: Order): Uint32Array {
    if (rows?.of !== detection || rows?.order !== order)
      rows = { of: detection, order, rows: detection ? ordered(detection.events, order) : new Uint32Array() };
    return rows.rows;
  }

  function draw(to: Layout): void {
    if (snapshot.kind === 'opening') to.showOpening(snapshot.name);
    else if (snapshot.kind === 'failed') to.showFailed(snapshot.message, snapshot.remedies);
    else if (snapshot.info.rate_hz === null || describing) to.showDescribe(snapshot);
    else if (state) drawTrace(to, snapshot, state, snapshot.info.rate_hz);
  }

  function drawTrace(to: Layout, snapshot: ReadySnapshot, state: ViewState, rate_hz: number): void {
    const { choice, view } = state;
    const detection = detectionNow(snapshot, state);
    const unit = unitNow(snapshot, state);
    const panelShown = to.showTrace(state.panel);
    const samples = samplesOf(snapshot.info, choice);
    const columns = to.plot.columns();
    const from = sources.of({ snapshot, choice, detection });
    const raw = from.raw(view, columns);
    fitted = fittedRange(extremesIn(raw, view), fitted);
    to.toolbar.update({
      snapshot,
      choice,
      filtered: state.filtered,
      fitted: state.yRange === null,
      panelShown,
      events: detection ? detection.events.location.length : null,
      selected: state.selected,
      detecting: progress !== null,
    });
    to.banner.update(progress, pictureFailure ?? (snapshot.failure === dismissed ? null : snapshot.failure));
    to.drawPlot(
      {
        view,
        rate_hz,
        unit,
        channel: snapshot.info.channels[choice.channel]?.name ?? '',
        yRange: state.yRange ?? fitted,
        raw,
        filtered: state.filtered && snapshot.filter !== null ? from.filtered(view, columns) : undefined,
        prediction: detection && { window: from.prediction(view, columns), threshold: detection.threshold },
        events: detection?.events,
        direction: detection?.direction ?? 'negative',
        selected: state.selected,
        window: snapshot.detection.window,
        excluded: excludedIn(snapshot.info, choice, rate_hz, snapshot.excluded),
        borders: sweepBorders(snapshot.info, choice),
        tags: tagsIn(snapshot.info, choice, rate_hz),
      },
      theme,
    );
    to.drawOverview(
      { samples, rate_hz, window: from.overview(to.overview.columns()), events: detection?.events },
      view,
      theme,
    );
    if (!panelShown) return;
    to.panel.update(
      {
        snapshot,
        detection,
        unit,
        rate_hz,
        rows: rowsNow(detection, state.order),
        order: state.order,
        selected: state.selected,
        histogram: state.histogram,
        detecting: progress !== null,
      },
      theme,
    );
  }
}

function detectionNow(snapshot: ReadySnapshot, { choice }: ViewState): DetectionView | undefined {
  return snapshot.detections.find((d) => d.channel === choice.channel && d.sweep === choice.sweep);
}

function sameTrace(a: ViewState['choice'], b: ViewState['choice'] | undefined): boolean {
  return a.channel === b?.channel && a.sweep === b.sweep;
}

function unitNow({ info }: ReadySnapshot, { choice }: ViewState): string {
  return info.channels[choice.channel]?.unit ?? '';
}
