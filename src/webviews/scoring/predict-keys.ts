import type { KeyPredictor } from './key-predictor';
import type { Player } from './player';

const modifiers = ['Shift', 'Control', 'Alt', 'Meta'];

export interface PredictOptions {
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
