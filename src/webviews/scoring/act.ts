import type { ScoringAction } from '../../common/api/views/scoring';
import type { Store } from '../shared/store';
import type { EffectAction } from './actions';
import { createPlayer, type Player } from './player';
import type { Screen } from './screen';
import type { ScoringMessage, ScoringState } from './store';

export interface ActOptions {
  store: Store<ScoringState, ScoringMessage>;
  screen: Screen;
}

/** Carries out actions: most change the store; a few also move the focus, run the player or list the keys. */
export function createActing({ store, screen }: ActOptions): {
  act(action: ScoringAction): void;
  player: Player;
} {
  function send(action: Exclude<ScoringAction, EffectAction>): void {
    const { set } = store.state;
    if (!set) return;
    const context = { grid: screen.gridSize(set), now_ms: performance.now() };
    store.send({ type: 'action', action, context });
  }

  const player = createPlayer(() => {
    const before = store.state.set?.view.window;
    send('next');
    return store.state.set?.view.window !== before;
  });

  function togglePlaying(): void {
    if (player.playing) {
      player.stop();
      return;
    }
    store.send({ type: 'hint', text: 'Playing. Any key stops.' });
    player.start();
  }

  function act(action: ScoringAction): void {
    const { keysShown } = store.state;
    if (keysShown && action !== 'showKeys') return;
    if (action === 'playOn') {
      togglePlaying();
      return;
    }
    player.stop();
    if (action === 'showKeys') store.send({ type: 'keys', shown: !keysShown });
    else send(action);
    if (action === 'toggleOverview' || action === 'openWindow') screen.stage.focus();
    if (action === 'focusFilter') screen.focusFilter();
  }

  return { act, player };
}
