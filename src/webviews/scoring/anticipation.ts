import type { ScoringAction } from '../../common/api/views/scoring';

/** How far an action takes the view along the list; others are not foreseen. */
const steps: Partial<Record<ScoringAction, 1 | -1>> = {
  score1: 1,
  score0: 1,
  score2: 1,
  next: 1,
  previous: -1,
};

/** A key that nothing came of by then means nothing, or the workbench is too slow to be foreseen. */
export const patience_ms = 1000;

interface Pressed {
  key: string;
  /** What the key did the last time. */
  expected: ScoringAction | undefined;
}

export type Anticipation = ReturnType<typeof createAnticipation>;

/**
 * What keys are about to do, before they do it. A key goes from the view to the workbench, to the extension and
 * back, and comes as an action, a few frames later; meanwhile the picture that it leads to can be shown. Nothing
 * is scored or moved here: the action does that when it comes, on the window that it is for.
 *
 * What a key does is learned from what it did the last time, so that it holds for whatever keys the user has
 * chosen. Keys and actions come in the same order. Where an action is another than the one that was foreseen, a
 * key has been lost or means something else now: a score is not taken then, since the user may have meant the
 * picture that was foreseen.
 *
 * @param changed what is foreseen has changed without a key: draw it again
 */
export function createAnticipation(changed: () => void) {
  const known = new Map<string, ScoringAction>();
  const waiting: (() => void)[] = [];
  let pressed: Pressed[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(): void {
    clearTimeout(timer);
    if (pressed.length > 0) {
      timer = setTimeout(giveUp, patience_ms);
      return;
    }
    for (const go of waiting.splice(0)) go();
  }

  function giveUp(): void {
    if (pressed[0]) known.delete(pressed[0].key);
    pressed = [];
    settle();
    changed();
  }

  return {
    /** A key went down where it may move the view. */
    press(key: string): void {
      pressed.push({ key, expected: known.get(key) });
      settle();
    },
    /** An action has come: it is carried out, before what waits for it; false where it must not be. */
    take(action: ScoringAction, carryOut: () => void): boolean {
      const [first] = pressed;
      if (first?.expected !== undefined && first.expected !== action) {
        const taken = !action.startsWith('score');
        if (taken) carryOut();
        giveUp();
        return taken;
      }
      // Keys without a meaning lie before the one that it belongs to.
      const own = pressed.findIndex(({ expected }) => expected === action);
      if (first && own < 0 && pressed.length === 1) known.set(first.key, action);
      pressed = pressed.slice(Math.max(0, own) + 1);
      carryOut();
      settle();
      return true;
    },
    /** The moves that are about to come, 1 or −1 each. */
    moves(): number[] {
      const moves = pressed.map(({ expected }) => (expected ? steps[expected] : undefined));
      const unforeseen = moves.indexOf(undefined);
      return (unforeseen < 0 ? moves : moves.slice(0, unforeseen)).filter((step) => step !== undefined);
    },
    /** Runs now, or when the keys before have done what they do: the mouse means what was there after them. */
    afterKeys(go: () => void): void {
      if (pressed.length === 0) go();
      else waiting.push(go);
    },
    /** What was pressed means nothing any more. */
    forget(): void {
      if (pressed.length === 0) return;
      pressed = [];
      settle();
      changed();
    },
  };
}
