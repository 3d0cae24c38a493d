import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { ScoringAction, ScoringReady, ScoringRequests } from '../../../src/common/api/views/scoring';
import type { EffectAction } from '../../../src/webviews/scoring/actions';
import type { Commands } from '../../../src/webviews/scoring/commands';
import { notesFor } from '../../../src/webviews/scoring/notes';
import { probabilitiesRequest } from '../../../src/webviews/scoring/probabilities-request';
import { isPredicted, outdatedIn, type ScoredSet } from '../../../src/webviews/scoring/scored-set';
import {
  initialState,
  type ScoringMessage,
  type ScoringState,
  update,
} from '../../../src/webviews/scoring/store';
import { progressTally, tallyOf, undecidedIn } from '../../../src/webviews/scoring/tally';
import type { Ask } from '../../../src/webviews/shared/host';
import { createStore, type Store } from '../../../src/webviews/shared/store';

function ready(scores: readonly number[], more: Partial<ScoringReady> = {}): ScoringReady {
  return {
    kind: 'ready',
    name: 'set.h5',
    windows: scores.length,
    length: 4,
    rate_hz: 20_000,
    unit: 'pA',
    direction: 'negative',
    asksTwos: true,
    scores: Int8Array.from(scores),
    sources: [],
    first: null,
    bookmarks: [],
    agreement: null,
    status: { conflict: null, recovered: 0, unsafe: null } as ScoringReady['status'],
    keys: [],
    ...more,
  };
}

/** Notes offer them; nothing here runs them. */
const commands = {} as Commands;
const context = { grid: { columns: 3, rows: 2 }, now_ms: 0 };

describe('the store of the scoring editor', () => {
  let store: Store<ScoringState, ScoringMessage>;
  const open = (scores: readonly number[], stored?: Partial<ScoredSet['view']>) =>
    store.send({ type: 'snapshot', snapshot: ready(scores), stored });
  const act = (...actions: Exclude<ScoringAction, EffectAction>[]) => {
    for (const action of actions) store.send({ type: 'action', action, context });
  };
  const set = () => store.state.set!;
  const shown = () => set().view.window;
  const scores = () => [...set().scores];

  beforeEach(() => {
    store = createStore(initialState, update);
  });

  test('begins at the first unscored window, or where the view was left', () => {
    open([1, 0, -1, -1]);
    assert.equal(shown(), 2);
    store = createStore(initialState, update);
    open([1, 0, -1, -1], { window: 9 });
    assert.equal(shown(), 3);
  });

  test('goes where the host asked to before there were windows', () => {
    store.send({ type: 'goTo', window: 1 });
    assert.equal(store.state.set, null);
    open([0, 0, 0]);
    assert.equal(shown(), 1);
    store.send({ type: 'goTo', window: 2 });
    assert.equal(shown(), 2);
  });

  test('a score goes to the document once, and the next window is shown', () => {
    open([-1, -1, -1]);
    const edits: unknown[] = [];
    store.subscribe((now, before) => {
      if (now.set?.scoreEdit !== before.set?.scoreEdit)
        edits.push([[...now.set!.scoreEdit!.windows], now.set!.scoreEdit!.score]);
    });
    act('score1', 'next', 'previous', 'score0');
    assert.deepEqual(scores(), [1, 0, -1]);
    assert.deepEqual(edits, [
      [[0], 1],
      [[1], 0],
    ]);
    assert.equal(shown(), 2);
  });

  test('the scores before stay as they were: a state is never changed', () => {
    open([-1, -1]);
    const before = set();
    act('score1', 'bookmark');
    assert.deepEqual([...before.scores], [-1, -1]);
    assert.equal(before.bookmarks.size, 0);
    assert.deepEqual([...set().bookmarks], [1]);
  });

  test('a score at the end of the list stays there and says so', () => {
    open([1, -1]);
    act('score0');
    assert.equal(shown(), 1);
    assert.match(set().hint!.text, /last window of the list/);
  });

  test('the same remark again is a new one', () => {
    open([1, 1]);
    act('nextUnscored');
    const first = set().hint;
    act('nextUnscored');
    assert.equal(set().hint!.text, 'No window in the list is unscored.');
    assert.notEqual(set().hint, first);
  });

  test('cycling goes through 1, 2 and 0 and stays', () => {
    open([-1, -1]);
    const given = [0, 1, 2, 3].map(() => {
      act('cycleScore');
      return set().scores[0];
    });
    assert.deepEqual(given, [0, 1, 2, 0]);
    assert.equal(shown(), 0);
  });

  test('a selection is scored as one edit and kept; a move ends it', () => {
    open([-1, -1, -1, -1, -1, -1]);
    act('toggleOverview', 'extendForward', 'extendDown');
    assert.deepEqual([...set().selection], [0, 1, 2, 3, 4]);
    act('score2');
    assert.deepEqual(scores(), [2, 2, 2, 2, 2, -1]);
    assert.deepEqual([...set().scoreEdit!.windows], [0, 1, 2, 3, 4]);
    assert.equal(set().selection.size, 5);
    act('previous');
    assert.equal(set().selection.size, 0);
  });

  test('undone scores are shown where they are; of several, all are selected in the grid', () => {
    open([1, 1, 1, 1]);
    const undo = {
      type: 'scoresOfOthers',
      windows: Int32Array.of(2, 3),
      scores: Int8Array.of(-1, 0),
    } as const;
    store.send({ ...undo, show: false });
    assert.deepEqual([scores(), shown()], [[1, 1, -1, 0], 0]);
    store.send({ ...undo, show: true });
    assert.deepEqual([shown(), set().selection.size], [2, 0]);
    act('toggleOverview');
    store.send({ ...undo, show: true });
    assert.deepEqual([...set().selection], [2, 3]);
    assert.equal(set().scoreEdit, null);
  });

  test('a filtered list stays as it is while windows are scored, and counts those that no longer match', () => {
    open([-1, -1, 1, -1]);
    store.send({ type: 'list', change: { shown: 'unscored' } });
    assert.deepEqual([...set().order.windows], [0, 1, 3]);
    act('score1', 'score0');
    assert.equal(outdatedIn(set()), 2);
    assert.match(notesFor(store.state, commands)[0].text, /^2 listed windows no longer match the filter\.$/);
    act('updateList');
    assert.deepEqual([...set().order.windows], [3]);
    assert.equal(shown(), 3);
  });

  test('what a list was sorted by may arrive later', () => {
    open([0, 0, 0], { listing: { ...openListing(), sort: 'amplitude', descending: true } });
    assert.deepEqual([...set().order.windows], [0, 1, 2]);
    const features = {
      up: Float32Array.of(3, 2, 1),
      down: Float32Array.of(1, 3, 2),
      noise: Float32Array.of(1, 1, 1),
    };
    store.send({ type: 'features', features });
    assert.deepEqual([...set().order.windows], [1, 2, 0]);
    act('reverseDirection');
    assert.deepEqual([...set().measures!.amplitude], [3, 2, 1]);
  });

  test('disagreements with another rater are listed; a stranger’s equal scores list everything', () => {
    open([1, 0, 1]);
    const agreement = {
      name: 'other.h5',
      compared: 3,
      agreed: 2,
      kappa: 0.5,
      ac1: 0.5,
      disagreements: Int32Array.of(2),
      scores: Int8Array.of(1, 0, 0),
    } as unknown as ScoringReady['agreement'];
    store.send({ type: 'agreement', agreement: agreement! });
    assert.deepEqual([...set().order.windows], [2]);
    store.send({ type: 'agreement', agreement: { ...agreement!, disagreements: new Int32Array(0) } });
    assert.equal(set().order.windows.length, 3);
  });

  test('probabilities are shown when they arrive, and not when the model failed', () => {
    open([1, 0]);
    act('toggleProbability');
    assert.equal(set().view.probability, true);
    store.send({ type: 'probabilities', windows: null });
    assert.equal(set().view.probability, false);
    act('toggleProbability');
    store.send({ type: 'probabilities', windows: Int32Array.of(1), probabilities: Float32Array.of(0.2) });
    assert.equal(set().probabilities?.[1], Math.fround(0.2));
    assert.equal(isPredicted(set()), false);
    store.send({ type: 'probabilities', windows: Int32Array.of(0), probabilities: Float32Array.of(0.1) });
    assert.equal(isPredicted(set()), true);
    assert.equal(set().view.probability, true);
  });

  test('windows in sight are predicted first, then the others; hidden probabilities pause it', async () => {
    open(Array.from({ length: 5000 }, (_, i) => i % 2));
    store.send({ type: 'show', window: 3000 });
    const asked: Int32Array[] = [];
    const answers: (() => void)[] = [];
    const ask = ((_: string, { windows }: { windows: Int32Array }) => {
      asked.push(windows);
      return new Promise((resolve) =>
        answers.push(() => resolve({ model: '', probabilities: new Float32Array(windows.length) })),
      );
    }) as unknown as Ask<ScoringRequests>;
    const request = probabilitiesRequest(ask, store);
    act('toggleProbability');
    const settled = request(set().set);
    await Promise.resolve();
    assert.deepEqual([asked[0][0], asked[0].length], [2936, 128]);
    assert.equal(store.state.progress?.text, 'Starting the model…');
    store.send({ type: 'show', window: 0 });
    answers[0]();
    await new Promise(setImmediate);
    assert.deepEqual([asked[1][0], asked[1].length], [0, 128]);
    assert.match(store.state.progress!.text, /128 of 5000 windows/);
    answers[1]();
    await new Promise(setImmediate);
    assert.deepEqual([asked[2][0], asked[2].length], [128, 2048]);
    act('toggleProbability');
    answers[2]();
    await settled;
    assert.equal(asked.length, 3);
    assert.equal(store.state.progress, null);
  });

  test('a snapshot of the file read again keeps how the user looks at it', () => {
    open([1, 0, 1]);
    act('last', 'toggleSmooth');
    store.send({ type: 'snapshot', snapshot: { kind: 'opening', name: 'set.h5' }, stored: undefined });
    assert.equal(store.state.message?.kind, 'opening');
    open([1, 1, 1]);
    assert.equal(store.state.message, null);
    assert.deepEqual([shown(), set().view.smooth, scores()], [2, true, [1, 1, 1]]);
  });

  test('without windows, messages about windows mean nothing', () => {
    const before = store.state;
    act('score1');
    store.send({ type: 'hint', text: 'nothing' });
    assert.equal(store.state, before);
  });
});

describe('windows of score 2 in a file where every window has a score', () => {
  const opened = (scores: readonly number[]) =>
    update(initialState, { type: 'snapshot', snapshot: ready(scores), stored: undefined });
  const progress = (state: ScoringState) => progressTally(state.set!);

  test('do not count as scored until the user answers', () => {
    const state = opened([1, 0, 2, 2]);
    assert.deepEqual(undecidedIn(state.set!), [2, 3]);
    assert.deepEqual(progress(state), { [-1]: 2, 0: 1, 1: 1, 2: 0 });
    assert.equal(notesFor(state, commands)[0].id, 'undecided');
    const answered = update(state, { type: 'dismiss', note: 'undecided' });
    assert.deepEqual(progress(answered), { [-1]: 0, 0: 1, 1: 1, 2: 2 });
    assert.deepEqual(notesFor(answered, commands), []);
  });

  test('are excluded, and not asked about, in a file that tells them from unscored ones', () => {
    const snapshot = ready([1, 0, 2, 2], { asksTwos: false });
    const state = update(initialState, { type: 'snapshot', snapshot, stored: undefined });
    assert.deepEqual(undecidedIn(state.set!), []);
    assert.deepEqual(progress(state), { [-1]: 0, 0: 1, 1: 1, 2: 2 });
  });

  test('are not asked about where others are unscored, or where they are few', () => {
    assert.equal(undecidedIn(opened([1, -1, 2, 2]).set!).length, 0);
    assert.equal(undecidedIn(opened([1, 0, 1, 0, 1, 0, 2]).set!).length, 0);
  });
});

test('a million scores are counted in the time between two frames', () => {
  const scores = Int8Array.from({ length: 1_000_000 }, (_, i) => (i % 4) - 1);
  const began = performance.now();
  for (let i = 0; i < 10; i++) assert.equal(tallyOf(scores.slice())[-1], 250_000);
  // A few milliseconds each; with a counter for each score as a property of an object it was 100.
  assert.ok(performance.now() - began < 500);
});

function openListing() {
  return {
    shown: 'all',
    source: null,
    amplitude: { from: null, to: null },
    snr: { from: null, to: null },
    sort: 'file',
    descending: false,
  } as const;
}
