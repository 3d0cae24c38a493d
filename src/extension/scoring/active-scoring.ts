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

/** @param prepare is run once, before the first key can mean one of our commands */
export function createActiveScoring(prepare: () => Promise<void>): ActiveScoring {
  let current: ScoringView | undefined;
  let told: ScoringFocus | undefined;
  let prepared: Promise<void> | undefined;
  const update = () => {
    if (told === current?.focus) return;
    told = current?.focus;
    prepared ??= prepare();
    void prepared.then(() => vscode.commands.executeCommand('setContext', contexts.scoring, current?.focus));
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
