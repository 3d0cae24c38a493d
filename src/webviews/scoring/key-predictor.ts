import type { ScoringAction } from '../../common/api/views/scoring';
import type { Player } from './player';

/** Steps of an action along the list; other actions are not predicted. */
const steps: Partial<Record<ScoringAction, 1 | -1>> = {
  score1: 1,
  score0: 1,
  score2: 1,
  next: 1,
  previous: -1,
};

/** Timeout for a key press without an action: the key means nothing, or the workbench is too slow to predict. */
export const TIMEOUT_MS = 1000;

interface PressedKey {
  key: string;
  /** Action of the key's last press. */
  expected: ScoringAction | undefined;
}

export type KeyPredictor = ReturnType<typeof createKeyPredictor>;

/**
 * Predicts a key's action, to draw its picture before the host confirms it (an optimistic update). A key goes from
 * the view to the workbench, to the extension and back, and arrives as an action a few frames later. Nothing is
 * scored or moved here: the action does that when it arrives, on the window that it is for.
 *
 * What a key does is learned from what it did the last time, so it holds for any key the user has chosen. Keys and
 * actions arrive in the same order. An action other than the predicted one means that a key was lost or has another
 * meaning now; a score is then dropped, since the user may have meant the predicted picture.
 *
 * @param onMispredicted the prediction has changed without a key: draw again
 */
export function createKeyPredictor(onMispredicted: () => void) {
  const known = new Map<string, ScoringAction>();
  const waiting: (() => void)[] = [];
  let pressed: PressedKey[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    clearTimeout(timer);
    if (pressed.length > 0) {
      timer = setTimeout(giveUp, TIMEOUT_MS);
      return;
    }
    for (const go of waiting.splice(0)) go();
  }

  function giveUp(): void {
    if (pressed[0]) known.delete(pressed[0].key);
    pressed = [];
    settle();
    onMispredicted();
  }

  return {
    /** A key went down where it may move the view. */
    press(key: string): void {
      pressed.push({ key, expected: known.get(key) });
      settle();
    },
    /** An action has arrived: runs it, then what waits for it. @returns false if the action was dropped */
    take(action: ScoringAction, carryOut: () => void): boolean {
      const [first] = pressed;
      if (first?.expected !== undefined && first.expected !== action) {
        const taken = !action.startsWith('score');
        if (taken) carryOut();
        giveUp();
        return taken;
      }
      // Keys before the action's own did nothing.
      const own = pressed.findIndex(({ expected }) => expected === action);
      if (first && own < 0 && pressed.length === 1) known.set(first.key, action);
      pressed = pressed.slice(Math.max(0, own) + 1);
      carryOut();
      settle();
      return true;
    },
    /** The predicted moves, 1 or −1 each. */
    moves(): number[] {
      const moves = pressed.map(({ expected }) => (expected ? steps[expected] : undefined));
      const unpredicted = moves.indexOf(undefined);
      return (unpredicted < 0 ? moves : moves.slice(0, unpredicted)).filter((step) => step !== undefined);
    },
    /** Runs now, or after the actions of the keys already pressed: a click is meant for the picture they lead to. */
    afterKeys(go: () => void): void {
      if (pressed.length === 0) go();
      else waiting.push(go);
    },
    /** Drops all predictions. */
    forget(): void {
      if (pressed.length === 0) return;
      pressed = [];
      settle();
      onMispredicted();
    },
  };
}

const modifiers = ['Shift', 'Control', 'Alt', 'Meta'];

interface PredictOptions {
  predictor: KeyPredictor;
  player: Player;
  /** Whether a key pressed now can move the view to another window. */
  mayMove(): boolean;
  draw(): void;
}

/** Draws the predicted picture of a key; the workbench decides about its action. */
export function predictKeys({ predictor, player, mayMove, draw }: PredictOptions): void {
  // Added after the workbench's own listener, which forwards the key first.
  window.addEventListener('keydown', ({ key, code, ctrlKey, altKey, metaKey, shiftKey }) => {
    if (modifiers.includes(key)) return;
    if (player.playing) return player.hold();
    if (!mayMove()) return;
    predictor.press([ctrlKey, altKey, metaKey, shiftKey, code].join());
    draw();
  });
  window.addEventListener('blur', predictor.forget);
}
