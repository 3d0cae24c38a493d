import type { ScoringAction } from '../../common/api/views/scoring';
import type { Score } from '../../common/training/training-set';
import { nextWanted, stepped } from './position';
import {
  movedTo,
  type ScoredSet,
  targetsOf,
  withBookmark,
  withHint,
  withListing,
  withReversedDirection,
  withScore,
  withSelection,
  withView,
} from './scored-set';

/** Inputs of an action besides the windows. */
export interface ActionContext {
  /** Cells in a row of the grid, rows on a page of it. */
  grid: { columns: number; rows: number };
  now_ms: number;
}

/** Actions that change more than the set: they run a timer or open the list of keys. */
export type EffectAction = 'playOn' | 'showKeys';

type SetAction = Exclude<ScoringAction, EffectAction>;

/** Windows per page where one is shown at a time. */
const PAGE = 10;

export const actions: Record<SetAction, (set: ScoredSet, context: ActionContext) => ScoredSet> = {
  score1: (set, context) => score(set, 1, context),
  score0: (set, context) => score(set, 0, context),
  score2: (set, context) => score(set, 2, context),
  cycleScore: (set, { now_ms }) => {
    const next = (set.scores[set.view.window] + 1) % 3;
    return withScore(set, targetsOf(set), next as Score, now_ms);
  },
  clearScore: (set, { now_ms }) => withScore(set, targetsOf(set), -1, now_ms),
  next: (set) => move(set, 1),
  previous: (set) => move(set, -1),
  nextUnscored: (set) => seek(set, 1, 'unscored', (i) => set.scores[i] === -1),
  previousUnscored: (set) => seek(set, -1, 'unscored', (i) => set.scores[i] === -1),
  first: (set) => move(set, Number.NEGATIVE_INFINITY),
  last: (set) => move(set, Number.POSITIVE_INFINITY),
  pageForward: (set, context) => move(set, pageOf(set, context)),
  pageBack: (set, context) => move(set, -pageOf(set, context)),
  bookmark: (set) => withBookmark(set, set.view.window),
  nextBookmark: (set) => seek(set, 1, 'bookmarked', (i) => set.bookmarks.has(i)),
  nextDisagreement: (set) => {
    const disagreements = new Set(set.agreement?.disagreements);
    return seek(set, 1, 'scored differently by the other rater', (i) => disagreements.has(i));
  },
  toggleOverview: (set) => withView(set, { overview: !set.view.overview }),
  openWindow: (set) => withView(set, { overview: false }),
  rowDown: (set, { grid }) => move(set, grid.columns),
  rowUp: (set, { grid }) => move(set, -grid.columns),
  extendForward: (set) => extend(set, 1),
  extendBack: (set) => extend(set, -1),
  extendDown: (set, { grid }) => extend(set, grid.columns),
  extendUp: (set, { grid }) => extend(set, -grid.columns),
  selectAll: (set) => withSelection(set, set.order.windows),
  clearSelection: (set) => movedTo(set, set.view.window),
  focusFilter: (set) => withView(set, { filterShown: true }),
  updateList: (set) => withListing(set, set.view.listing),
  reverseDirection: withReversedDirection,
  toggleSmooth: (set) => withView(set, { smooth: !set.view.smooth }),
  toggleCommonScale: (set) => withView(set, { commonScale: !set.view.commonScale }),
  toggleSurroundings: (set) => withView(set, { surroundings: !set.view.surroundings }),
  toggleProbability: (set) => withView(set, { probability: !set.view.probability }),
};

/** All windows between two, in the order of the list. */
export function between({ order }: ScoredSet, from: number, to: number): Int32Array {
  const [a, b] = [order.placeOf(from), order.placeOf(to)];
  if (a < 0 || b < 0) return Int32Array.of(to);
  return order.windows.subarray(Math.min(a, b), Math.max(a, b) + 1);
}

/** Scores the window and goes to the next; a selection stays, so that its score can be corrected. */
function score(set: ScoredSet, value: Score, { now_ms }: ActionContext): ScoredSet {
  const targets = targetsOf(set);
  const scored = withScore(set, targets, value, now_ms);
  if (set.selection.size > 0) return withHint(scored, `${targets.length} windows scored ${value}`);
  const next = stepped(set.order, set.view.window, 1);
  if (next === set.view.window) return withHint(scored, 'This is the last window of the list.');
  return movedTo(scored, next);
}

function move(set: ScoredSet, by: number): ScoredSet {
  return movedTo(set, stepped(set.order, set.view.window, by));
}

function extend(set: ScoredSet, by: number): ScoredSet {
  const window = stepped(set.order, set.view.window, by);
  return withSelection(set, between(set, set.anchor, window), window);
}

function seek(
  set: ScoredSet,
  by: 1 | -1,
  description: string,
  wanted: (window: number) => boolean,
): ScoredSet {
  const window = nextWanted(set.order, set.view.window, by, wanted);
  if (window === undefined || (window === set.view.window && !wanted(window)))
    return withHint(set, `No window in the list is ${description}.`);
  return movedTo(set, window);
}

function pageOf(set: ScoredSet, { grid }: ActionContext): number {
  return set.view.overview ? grid.columns * Math.max(1, grid.rows - 1) : PAGE;
}
