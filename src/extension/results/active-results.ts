import * as vscode from 'vscode';
import { contexts } from '../manifest/contexts';
import type { ResultsAction, ResultsFocus } from '../webview-protocol/results';
import type { ResultsDocument } from './results-document';

/** A view of results, as commands see it. */
export interface ResultsView {
  readonly document: ResultsDocument;
  readonly focus: ResultsFocus;
  act(action: ResultsAction): void;
}

/** Which view of results is the active editor, told to the `when` clauses of commands and keys. */
export interface ActiveResults {
  readonly current: ResultsView | undefined;
  set(view: ResultsView): void;
  clear(view: ResultsView): void;
  /** The focus moved in a view. */
  refresh(view: ResultsView): void;
}

export function createActiveResults(): ActiveResults {
  let current: ResultsView | undefined;
  let told: ResultsFocus | undefined;
  const update = () => {
    if (told === current?.focus) return;
    told = current?.focus;
    void vscode.commands.executeCommand('setContext', contexts.results, told);
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
