import { render } from 'preact';
import type { ScoringRequests } from '../../common/api/views/scoring';
import { messageOf } from '../../common/errors';
import { afterFrame, coalesced } from '../shared/coalesced';
import { readColours } from '../shared/drawing/colours';
import type { Ask } from '../shared/host';
import type { Store } from '../shared/store';
import { onThemeChange } from '../shared/theme';
import type { Commands } from './commands';
import { Page } from './components/page';
import { createStageRefs, partShown, type StageRefs } from './components/stage';
import { createGrid } from './drawing/grid';
import { createPicture } from './drawing/picture';
import { createStrip } from './drawing/strip';
import { createSurroundingsCanvas } from './drawing/surroundings';
import { connectGridMouse } from './mouse';
import { createPainter, type Surfaces } from './painter';
import { type SampleCache, sampleCache } from './sample-cache';
import type { ScoredSet } from './scored-set';
import { isSameSet, type ScoringMessage, type ScoringState } from './store';

export interface ScreenOptions {
  ask: Ask<ScoringRequests>;
  store: Store<ScoringState, ScoringMessage>;
  on: Commands;
  /** Opens a window. */
  open(window: number): void;
  /** The predicted moves of the keys already pressed. */
  moves(): readonly number[];
}

export type Screen = ReturnType<typeof createScreen>;

/**
 * Renders the state. Windows are drawn at once, in the turn of the key that changed them; the components around them
 * are rendered after the frame, unless the canvas must be created first.
 */
export function createScreen(root: HTMLElement, options: ScreenOptions) {
  const { ask, store, on } = options;
  const refs = createStageRefs();
  const drawNow = coalesced(queueMicrotask, drawWindows);
  const renderSoon = coalesced(afterFrame, renderAround);
  const redraw = coalesced(requestAnimationFrame, () => {
    drawWindows();
    renderSoon();
  });
  const failed = (thrown: unknown) => store.send({ type: 'failure', failure: messageOf(thrown) });
  const cacheOf = sampleCaches(ask, redraw, failed);
  let rendered = '';
  renderPage();
  const surfaces = surfacesOf(refs, options, redraw);
  const painter = createPainter(surfaces, options.moves);
  let colours = readColours();

  onThemeChange(() => {
    colours = readColours();
    redraw();
  });
  const resized = new ResizeObserver(redraw);
  for (const box of [root, surfaces.pictureBox, refs.stage.current!]) resized.observe(box);
  store.subscribe(draw);
  connectClicks(root, refs, surfaces, on);

  function draw(): void {
    drawNow();
    renderSoon();
  }

  function renderPage(): void {
    rendered = structureOf(store.state);
    render(<Page state={store.state} refs={refs} on={on} />, root);
  }

  function drawWindows(): void {
    const { set, message } = store.state;
    if (structureOf(store.state) !== rendered) renderPage();
    if (set && !message) painter.paint(set, cacheOf(set), colours);
  }

  function renderAround(): void {
    renderPage();
    const { set, message } = store.state;
    if (set && !message) painter.paintAround(set, cacheOf(set), colours);
  }

  return {
    stage: refs.stage.current!,
    pictureBox: surfaces.pictureBox,
    draw,
    focusFilter(): void {
      renderPage();
      root.querySelector<HTMLElement>('.filter-bar vscode-dropdown')?.focus();
    },
    surroundingsColumns: surfaces.surroundings.columns,
    /** Columns and page rows of the grid while it is shown. */
    gridSize(set: ScoredSet): { columns: number; rows: number } {
      if (!set.view.overview) return { columns: 1, rows: 1 };
      return { columns: surfaces.grid.shapeOf(set).columns, rows: surfaces.grid.pageRows(set) };
    },
  };
}

/** A click on a thumbnail shows its window; after a mouse click on a control the focus returns to the windows. */
function connectClicks(root: HTMLElement, refs: StageRefs, { strip }: Surfaces, on: Commands): void {
  refs.strip.current!.addEventListener('click', ({ offsetX }) => {
    const window = strip.windowAt(offsetX);
    if (window !== undefined) on.show(window);
  });
  root.addEventListener('click', (event) => {
    if (returnsFocus(event)) refs.stage.current!.focus();
  });
}

/** Presses of the mouse on controls, but for the filter, menus and dialogs. */
function returnsFocus({ target, detail }: MouseEvent): boolean {
  if (detail === 0 || !(target instanceof Element)) return false;
  if (target.closest('.filter-bar, .menu, dialog')) return false;
  return target.closest('button, vscode-button, .stage, .readout') !== null;
}

/** Key of the page's structure, which must be rendered before windows are drawn. */
function structureOf({ set, message }: ScoringState): string {
  if (message) return message.kind;
  return set ? partShown(set) : '';
}

/** Sample caches; that of a set is kept as long as its windows stay the same. */
function sampleCaches(ask: Ask<ScoringRequests>, onLoaded: () => void, onFailed: (thrown: unknown) => void) {
  let cached: { set: ScoredSet; cache: SampleCache } | undefined;
  return (set: ScoredSet): SampleCache => {
    const before = cached?.set ?? null;
    if (!cached || !isSameSet(before, set)) {
      const fetch = (windows: Int32Array) => ask('windows', { windows });
      cached = { set, cache: sampleCache(set.set.length, fetch, onLoaded, onFailed) };
    }
    if (set.set !== before?.set && set.set.first) cached.cache.put(set.set.first);
    cached.set = set;
    return cached.cache;
  };
}

function surfacesOf(refs: StageRefs, { store, open }: ScreenOptions, redraw: () => void): Surfaces {
  const scroller = refs.gridScroller.current!;
  const grid = createGrid({ canvas: refs.grid.current!, space: refs.gridSpace.current!, scroller });
  const set = () => store.state.set;
  return {
    pictureBox: refs.pictureBox.current!,
    picture: createPicture(refs.picture.current!),
    strip: createStrip(refs.strip.current!),
    surroundings: createSurroundingsCanvas(refs.surroundings.current!),
    grid,
    lasso: connectGridMouse({ scroller, grid, set, send: store.send, open, redraw }),
  };
}
