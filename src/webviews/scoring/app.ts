import type { NoticeHandlers } from '../../common/api/views/messages';
import type {
  ScoringAction,
  ScoringFocus,
  ScoringNotices,
  ScoringRequests,
  ScoringSnapshot,
} from '../../common/api/views/scoring';
import { messageOf } from '../../common/errors';
import { isButton, takesKeys, watchFocus } from '../shared/focus';
import { type Ask, connectHost, queuedMessagesDelivered, storedState } from '../shared/host';
import { createStore, type Store } from '../shared/store';
import { createActing } from './act';
import type { Commands } from './commands';
import { connectStoreToHost } from './host-sync';
import { createKeyPredictor, type KeyPredictor, predictKeys } from './key-predictor';
import { connectWheel } from './mouse';
import { createScreen } from './screen';
import { initialState, type ScoringMessage, type ScoringState, update } from './store';
import { requestSurroundings } from './surroundings-request';

/** The scoring editor: a store, what changes it, and what its changes cause. */
export function startApp(root: HTMLElement): void {
  const store = createStore(initialState, update);
  const ask = connectHost<ScoringRequests, ScoringNotices>({
    ...noticesTo(store),
    snapshot: show,
    action(action) {
      if (!predictor.take(action, () => act(action)))
        store.send({ type: 'hint', text: 'Score not applied. Check this window and score it again.' });
    },
  });
  const failed = (thrown: unknown) => store.send({ type: 'failure', failure: messageOf(thrown) });
  const predictor = createKeyPredictor(() => screen.draw());
  const commands = commandsOf({ store, ask, predictor, act: (action) => act(action), failed });
  const screen = createScreen(root, {
    ask,
    store,
    on: commands,
    open: (window) => {
      commands.show(window);
      commands.act('openWindow');
    },
    moves: predictor.moves,
  });
  const acting = createActing({ store, screen });

  connectStoreToHost({
    ask,
    store,
    onRefused(thrown) {
      failed(thrown);
      askForAll();
    },
  });
  requestSurroundings(ask, store, screen.surroundingsColumns);
  connectWheel(screen.pictureBox, (by) => commands.act(by > 0 ? 'next' : 'previous'));
  screen.stage.focus();
  const area = (active: Element | null) => focusArea(active, store.state);
  predictKeys({
    predictor,
    player: acting.player,
    mayMove: () => mayMove(store.state) && area(document.activeElement) === 'window',
    draw: screen.draw,
  });
  const reportFocus = watchFocus(root, area, (now) => void ask('focus', { area: now }).catch(failed));
  // A snapshot that is already on its way is not requested again.
  void queuedMessagesDelivered().then(() => {
    if (store.state.message?.kind === 'opening') askForAll();
  });

  function act(action: ScoringAction): void {
    acting.act(action);
    reportFocus();
  }

  function askForAll(): void {
    ask('snapshot', {}).then(show, (thrown) =>
      show({ kind: 'failed', name: '', message: messageOf(thrown) }),
    );
  }

  function show(snapshot: ScoringSnapshot): void {
    predictor.forget();
    store.send({ type: 'snapshot', snapshot, stored: storedState() });
    if (snapshot.kind === 'ready') screen.stage.focus();
    reportFocus();
  }
}

/** Notices that only change the store. */
function noticesTo(store: Store<ScoringState, ScoringMessage>) {
  return {
    scores: (change) => store.send({ type: 'scoresOfOthers', ...change }),
    goTo: ({ window }) => store.send({ type: 'goTo', window }),
    status: (status) => store.send({ type: 'status', status }),
    agreement: (agreement) => store.send({ type: 'agreement', agreement }),
  } satisfies Partial<NoticeHandlers<ScoringNotices>>;
}

interface CommandOptions {
  store: Store<ScoringState, ScoringMessage>;
  ask: Ask<ScoringRequests>;
  predictor: KeyPredictor;
  act(action: ScoringAction): void;
  failed(thrown: unknown): void;
}

/** Commands by mouse: they run after the actions of the keys already pressed. */
function commandsOf({ store, ask, predictor, act, failed }: CommandOptions): Commands {
  const send = (message: ScoringMessage) => predictor.afterKeys(() => store.send(message));
  return {
    act: (action) => predictor.afterKeys(() => act(action)),
    run: (action) => predictor.afterKeys(() => void ask('run', { action }).catch(failed)),
    list: (change) => send({ type: 'list', change }),
    score: (windows, score) => send({ type: 'score', windows, score, now_ms: performance.now() }),
    dismiss: (note) => send({ type: 'dismiss', note }),
    closeKeys: () => store.send({ type: 'keys', shown: false }),
    dismissFailure: () => send({ type: 'failure', failure: null }),
    show: (window) => send({ type: 'show', window }),
  };
}

/** Whether a key can lead to another window: a selection is scored in place. */
function mayMove({ set, keysShown }: ScoringState): boolean {
  return set !== null && set.selection.size === 0 && !keysShown;
}

function focusArea(active: Element | null, { set }: ScoringState): Exclude<ScoringFocus, 'none'> {
  if (takesKeys(active)) return 'input';
  if (isButton(active)) return 'control';
  return set?.view.overview ? 'grid' : 'window';
}
