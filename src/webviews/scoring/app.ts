import type {
  ScoringAction,
  ScoringHostAction,
  ScoringNotices,
  ScoringRequests,
  ScoringSnapshot,
} from '../../common/api/views/scoring';
import { afterFrame, coalesced } from '../shared/coalesced';
import { setAttributes } from '../shared/dom';
import { isButton, takesKeys, watchFocus } from '../shared/focus';
import { caughtUp, connectHost, storedState } from '../shared/host';
import { messageOf } from '../shared/message-of';
import { onThemeChange } from '../shared/theme';
import { type ActionContext, actions } from './actions';
import { createAnticipation } from './anticipation';
import { readColours } from './drawing/colours';
import { commonRange, type Range, widened } from './drawing/range';
import { createLayout } from './layout';
import { createModel, type Model } from './model';
import { stepped } from './position';
import { type SampleCache, sampleCache } from './sample-cache';

/** Windows kept at hand before and after the one that is shown. */
const before = 16;
const ahead = 64;
/** How long a window stays while playing on. */
const playing_ms = 500;
/** How long a held player waits for what a key does. */
const held_ms = 1000;
/** Windows that the common scale is taken from. */
const scaleFrom = 400;

/** The view: what the host said, how the user looks at it, and one place that draws both. */
export function startApp(root: HTMLElement): void {
  let snapshot: ScoringSnapshot = { kind: 'opening', name: '' };
  let model: Model | undefined;
  let cache: SampleCache | undefined;
  let failure: string | undefined;
  let progress: ScoringNotices['progress'] = null;
  let colours = readColours();
  let playing: ReturnType<typeof setInterval> | undefined;
  let holding: ReturnType<typeof setTimeout> | undefined;
  let scale: Range | undefined;
  let scaleAsked = false;
  /** Where the host wants us to go, which it may say before we have the windows. */
  let wanted: number | undefined;
  let lookAtFocus = () => {};
  const drawNow = coalesced(queueMicrotask, drawWindows);
  const drawAround = coalesced(afterFrame, describe);
  const redraw = coalesced(requestAnimationFrame, () => {
    drawWindows();
    drawAround();
  });

  const ask = connectHost<ScoringRequests, ScoringNotices>({
    snapshot: show,
    scores: ({ windows, scores, show: shown }) => model?.accept(windows, scores, shown),
    action(action) {
      const taken = foreseen.take(action, () => act(action));
      if (!taken) layout.say('A key got lost: look at this window once more.');
    },
    goTo({ window }) {
      wanted = window;
      goToWanted();
    },
    status: (status) => model?.setStatus(status),
    agreement: (agreement) => model?.setAgreement(agreement),
    progress(now) {
      progress = now;
      redraw();
    },
  });
  const run = (action: ScoringHostAction) => void ask('run', { action }).catch(failed);
  const foreseen = createAnticipation(draw);
  const byMouse =
    <A extends unknown[]>(handle: (...given: A) => void) =>
    (...given: A) =>
      foreseen.afterKeys(() => handle(...given));
  const layout = createLayout(root, {
    ask,
    act: byMouse(act),
    run: byMouse(run),
    list: byMouse((listing) => model?.list(listing)),
    choose: byMouse((window) => model?.moveTo(window)),
    open: byMouse((window) => {
      model?.moveTo(window);
      act('openWindow');
    }),
    model: () => model,
    redraw,
    failure: () => failure,
    dismissFailure() {
      failure = undefined;
      redraw();
    },
    progress: () => progress,
  });

  onThemeChange(() => {
    colours = readColours();
    redraw();
  });
  const resized = new ResizeObserver(redraw);
  for (const box of [root, layout.pictureBox, layout.stage]) resized.observe(box);
  layout.pictureBox.addEventListener('wheel', leaf, { passive: false });
  layout.stage.focus();
  // After the workbench's own listener, which sends the key on its way first.
  window.addEventListener('keydown', foresee);
  window.addEventListener('blur', foreseen.forget);
  lookAtFocus = watchFocus(root, areaOf, (area) => void ask('focus', { area }).catch(failed));
  // What was sent already need not be sent again.
  void caughtUp().then(() => {
    if (snapshot.kind === 'opening') askForAll();
  });

  function askForAll(): void {
    ask('snapshot', {}).then(show, (thrown) =>
      show({ kind: 'failed', name: '', message: messageOf(thrown) }),
    );
  }

  function notTaken(thrown: unknown): void {
    failed(thrown);
    askForAll();
  }

  function show(next: ScoringSnapshot): void {
    snapshot = next;
    foreseen.forget();
    if (next.kind === 'ready') {
      const known = cache && model?.set.windows === next.windows && model.set.length === next.length;
      const stored = model?.state ?? storedState();
      model = createModel(next, stored ?? undefined, { ask, draw, failed, notTaken });
      if (!known) {
        cache = sampleCache(next.length, (windows) => ask('windows', { windows }), redraw, failed);
        scale = undefined;
        scaleAsked = false;
      }
      if (next.first) cache?.put(next.first);
      goToWanted();
      layout.stage.focus();
    }
    drawWindows();
    drawAround();
    if (next.kind === 'ready' && model) askForMore(model);
    lookAtFocus();
  }

  /** After the first windows, which the eye waits for: there is more of this, and measuring takes longer. */
  function askForMore(shown: Model): void {
    afterFrame(() => {
      ask('origins', {}).then(shown.setOrigins, failed);
      ask('features', {}).then(shown.setFeatures, failed);
    });
  }

  function areaOf(active: Element | null) {
    if (takesKeys(active)) return 'input';
    if (isButton(active)) return 'control';
    return model?.state.overview === true ? 'grid' : 'window';
  }

  /** Shows what a key is about to do; whether it does it is the workbench's to say. */
  function foresee({ key, code, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): void {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(key)) return;
    if (playing !== undefined) {
      holdPlaying();
      return;
    }
    if (!model || model.selection.size > 0 || layout.keys.open) return;
    if (areaOf(document.activeElement) !== 'window') return;
    foreseen.press([ctrlKey, altKey, metaKey, shiftKey, code].join());
    drawWindows();
    drawAround();
  }

  function goToWanted(): void {
    if (!model || wanted === undefined) return;
    model.moveTo(wanted);
    wanted = undefined;
  }

  function act(action: ScoringAction): void {
    if (layout.keys.open && action !== 'showKeys') return;
    if (action !== 'playOn') stopPlaying();
    const context = contextNow();
    if (context) actions[action](context);
    lookAtFocus();
  }

  function contextNow(): ActionContext | undefined {
    if (!model) return undefined;
    const { columns, cellHeight } = layout.grid.shape(model);
    return {
      model,
      grid: { columns, rows: Math.floor(layout.grid.element.clientHeight / cellHeight) },
      focusStage: () => layout.stage.focus(),
      focusFilter: layout.focusFilter,
      playOn,
      showKeys: () => layout.keys.toggle(model!.set.keys),
      say: layout.say,
      showProbability,
    };
  }

  function playOn(): void {
    if (playing !== undefined) {
      stopPlaying();
      return;
    }
    layout.say('Playing on; any key stops.');
    playing = setInterval(() => {
      const at = model?.state.window;
      const context = contextNow();
      if (context) actions.next(context);
      if (at === model?.state.window) stopPlaying();
    }, playing_ms);
  }

  /** The window that a key was pressed at stays until the key does what it does. */
  function holdPlaying(): void {
    clearInterval(playing);
    clearTimeout(holding);
    holding = setTimeout(stopPlaying, held_ms);
  }

  function stopPlaying(): void {
    clearTimeout(holding);
    clearInterval(playing);
    playing = undefined;
  }

  function showProbability(): void {
    const shown = model;
    if (!shown) return;
    if (shown.state.probability) shown.change({ probability: false });
    else if (shown.hasProbabilities()) shown.change({ probability: true });
    else {
      progress = { text: 'starting the model…', fraction: null };
      redraw();
      ask('probabilities', {})
        .then(({ probabilities }) => shown.setProbabilities(probabilities), failed)
        .finally(() => {
          progress = null;
          redraw();
        });
    }
  }

  let wheeled = 0;
  function leaf(event: WheelEvent): void {
    event.preventDefault();
    // Touchpads send many small turns, wheels few large ones.
    wheeled +=
      event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY + event.deltaX : event.deltaY * 40;
    if (Math.abs(wheeled) < 40) return;
    const action = wheeled > 0 ? 'next' : 'previous';
    foreseen.afterKeys(() => act(action));
    wheeled = 0;
  }

  function failed(thrown: unknown): void {
    failure = messageOf(thrown);
    redraw();
  }

  /** The picture as soon as all is done that an action does; what is around it when the picture is on the screen. */
  function draw(): void {
    drawNow();
    drawAround();
  }

  function drawWindows(): void {
    if (snapshot.kind === 'opening') layout.showMessage().opening(snapshot.name);
    else if (snapshot.kind === 'failed') layout.showMessage().failed(snapshot.message);
    else if (model && cache) drawListed(model, cache);
  }

  function drawListed(model: Model, cache: SampleCache): void {
    const { state } = model;
    layout.arrange(model);
    const range = state.commonScale ? commonScale(model) : null;
    if (state.overview) cache.want(layout.grid.draw(model, cache, range, colours));
    else drawOne(model, cache, range);
  }

  function drawOne(model: Model, cache: SampleCache, range: Range | null): void {
    const { state, set, scores, order } = model;
    const window = shownIn(model);
    const samples = cache.get(window);
    setAttributes(layout.pictureBox, { 'aria-busy': samples === undefined, 'data-window': window });
    layout.picture.draw(
      {
        samples,
        score: scores[window],
        bookmarked: model.bookmarks.has(window),
        rate_hz: set.rate_hz,
        unit: set.unit,
        smooth: state.smooth,
        range,
      },
      colours,
    );
    const place = Math.max(0, order.placeOf(window));
    cache.want([
      window,
      ...order.windows.subarray(place + 1, place + ahead),
      ...order.windows.subarray(Math.max(0, place - before), place),
    ]);
  }

  /** The window that is shown: where the keys lead to that are pressed already. */
  function shownIn({ order, state }: Model): number {
    return foreseen.moves().reduce((at, by) => stepped(order, at, by), state.window);
  }

  /** What is around the windows: their neighbours, where they are from, and the words. */
  function describe(): void {
    if (!model || !cache) return;
    const { state } = model;
    if (!state.overview) {
      const window = shownIn(model);
      layout.strip.draw(model, window, cache, state.commonScale ? commonScale(model) : null, colours);
      if (state.surroundings) layout.surroundings.draw(window, colours);
    }
    layout.describe(model);
  }

  /** The range of windows all over the file, as soon as some are here; it stays as it is then. */
  function commonScale({ scores }: Model): Range | null {
    if (scale || scaleAsked) return scale ?? null;
    scaleAsked = true;
    const step = Math.max(1, Math.floor(scores.length / scaleFrom));
    const numbers = Array.from({ length: Math.floor(scores.length / step) }, (_, i) => i * step);
    ask('windows', { windows: Int32Array.from(numbers) }).then((values) => {
      const { length } = values;
      const each = length / numbers.length;
      const found = numbers.map((_, i) => values.subarray(i * each, (i + 1) * each));
      scale = widened(commonRange(found), 0.05);
      redraw();
    }, failed);
    return null;
  }
}
