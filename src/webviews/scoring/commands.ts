import type { ScoringAction, ScoringHostAction } from '../../common/api/views/scoring';
import type { Score } from '../../common/training/training-set';
import type { Listing } from './list';

/** Commands of the components' controls; each waits for the actions of the keys pressed before it. */
export interface Commands {
  act(action: ScoringAction): void;
  run(action: ScoringHostAction): void;
  list(change: Partial<Listing>): void;
  score(windows: readonly number[], score: Score): void;
  dismiss(note: string): void;
  dismissFailure(): void;
  closeKeys(): void;
  show(window: number): void;
}
