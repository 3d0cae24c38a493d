import * as vscode from 'vscode';
import { contexts } from '../manifest/contexts';
import type { ScoringAction, ScoringFocus } from '../webview-protocol/scoring';
import type { ScoringDocument } from './scoring-document';

/** A view of a training set, as commands see it. */
export interface ScoringView {
  readonly document: ScoringDocument;
  readonly focus: ScoringFocus;
  act(action: ScoringAction): void;
  goTo(window: number): void;
}

/** Which scoring view is the active editor, told to the `when` clauses of commands and keys. */
export interface ActiveScoring {
  readonly current: ScoringView | undefined;
  set(view: ScoringView): void;
  clear(view: ScoringView): void;
  /** The focus moved in a view. */
  refresh(view: ScoringView): void;
}

export function createActiveScoring(): ActiveScoring {
  let current: ScoringView | undefined;
  let told: ScoringFocus | undefined;
  const update = () => {
    if (told === current?.focus) return;
    told = current?.focus;
    void vscode.commands.executeCommand('setContext', contexts.scoring, told);
  };
  return {
    get current() {
      return current;
    },
    set(view) {
      current = view;
      update();
    },
    clear(view) {
      if (current === view) current = undefined;
      update();
    },
    refresh(view) {
      if (current === view) update();
    },
  };
}
