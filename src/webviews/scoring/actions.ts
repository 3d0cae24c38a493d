import type { ScoringAction } from '../../common/api/views/scoring';
import type { Score } from '../../common/training/training-set';
import type { Model } from './model';
import { nextWanted, stepped } from './position';

/** What an action works on besides the windows. */
export interface ActionContext {
  model: Model;
  /** Cells in a row of the grid, rows on a page of it. */
  grid: { columns: number; rows: number };
  focusStage(): void;
  focusFilter(): void;
  playOn(): void;
  showKeys(): void;
  say(text: string): void;
  showProbability(): void;
}

/** Windows in a page where one is shown at a time. */
const page = 10;

export const actions: Record<ScoringAction, (context: ActionContext) => void> = {
  score1: (context) => score(context, 1),
  score0: (context) => score(context, 0),
  score2: (context) => score(context, 2),
  cycleScore: ({ model }) => {
    const now = model.scores[model.state.window];
    model.score(chosen(model), ((now + 1) % 3) as Score);
  },
  clearScore: ({ model }) => model.score(chosen(model), -1),
  next: (context) => move(context, 1),
  previous: (context) => move(context, -1),
  nextUnscored: (context) => seek(context, 1, 'unscored', (i) => context.model.scores[i] === -1),
  previousUnscored: (context) => seek(context, -1, 'unscored', (i) => context.model.scores[i] === -1),
  playOn: ({ playOn }) => playOn(),
  first: (context) => move(context, Number.NEGATIVE_INFINITY),
  last: (context) => move(context, Number.POSITIVE_INFINITY),
  pageForward: (context) => move(context, pageOf(context)),
  pageBack: (context) => move(context, -pageOf(context)),
  bookmark: ({ model }) => model.toggleBookmark(model.state.window),
  nextBookmark: (context) => seek(context, 1, 'bookmarked', (i) => context.model.bookmarks.has(i)),
  nextDisagreement: (context) => {
    const others = new Set(context.model.agreement?.disagreements);
    seek(context, 1, 'scored differently by the other rater', (i) => others.has(i));
  },
  toggleOverview: ({ model, focusStage }) => {
    model.change({ overview: !model.state.overview });
    focusStage();
  },
  openWindow: ({ model, focusStage }) => {
    model.change({ overview: false });
    focusStage();
  },
  rowDown: (context) => move(context, context.grid.columns),
  rowUp: (context) => move(context, -context.grid.columns),
  extendForward: (context) => extend(context, 1),
  extendBack: (context) => extend(context, -1),
  extendDown: (context) => extend(context, context.grid.columns),
  extendUp: (context) => extend(context, -context.grid.columns),
  selectAll: ({ model }) => model.select(model.order.windows),
  clearSelection: ({ model }) => model.moveTo(model.state.window),
  focusFilter: ({ model, focusFilter }) => {
    model.change({ filterShown: true });
    focusFilter();
  },
  updateList: ({ model }) => model.list(model.state.listing),
  reverseDirection: ({ model }) => model.reverse(),
  toggleSmooth: ({ model }) => model.change({ smooth: !model.state.smooth }),
  toggleCommonScale: ({ model }) => model.change({ commonScale: !model.state.commonScale }),
  toggleSurroundings: ({ model }) => model.change({ surroundings: !model.state.surroundings }),
  toggleProbability: ({ showProbability }) => showProbability(),
  showKeys: ({ showKeys }) => showKeys(),
};

/** The windows a score is for: those that are selected, or the one that is shown. */
function chosen({ selection, state }: Model): number[] {
  return selection.size > 0 ? [...selection] : [state.window];
}

/** All windows between two, as they are listed. */
export function between({ order }: Model, from: number, to: number): Int32Array {
  const [a, b] = [order.placeOf(from), order.placeOf(to)];
  if (a < 0 || b < 0) return Int32Array.of(to);
  return order.windows.subarray(Math.min(a, b), Math.max(a, b) + 1);
}

/** Scores, and goes on to the next window; a selection stays, so that its score can be mended. */
function score({ model, say }: ActionContext, value: Score): void {
  const windows = chosen(model);
  const alone = model.selection.size === 0;
  model.score(windows, value);
  if (!alone) {
    say(`${windows.length} windows scored ${value}`);
    return;
  }
  const next = stepped(model.order, model.state.window, 1);
  if (next === model.state.window) say('This is the last window of the list.');
  else model.moveTo(next);
}

function move({ model }: ActionContext, by: number): void {
  model.moveTo(stepped(model.order, model.state.window, by));
}

function extend({ model }: ActionContext, by: number): void {
  const window = stepped(model.order, model.state.window, by);
  model.select(between(model, model.anchor, window), window);
}

function seek(
  { model, say }: ActionContext,
  by: 1 | -1,
  what: string,
  wanted: (window: number) => boolean,
): void {
  const window = nextWanted(model.order, model.state.window, by, wanted);
  if (window === undefined || (window === model.state.window && !wanted(window)))
    say(`No window of the list is ${what}.`);
  else model.moveTo(window);
}

function pageOf({ model, grid }: ActionContext): number {
  return model.state.overview ? grid.columns * Math.max(1, grid.rows - 1) : page;
}
