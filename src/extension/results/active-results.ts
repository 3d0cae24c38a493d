import * as vscode from 'vscode';
import { type Active, createActive } from '../documents/active';
import { contexts } from '../manifest/contexts';
import type { ResultsAction, ResultsFocus } from '../webview-protocol/results';
import type { ResultsDocument } from './results-document';

/** A view of results, as commands see it. */
export interface ResultsView {
  readonly document: ResultsDocument;
  focus: ResultsFocus;
  act(action: ResultsAction): void;
}

/** Which view of results is the active editor, told to the `when` clauses of commands and keys. */
export type ActiveResults = Active<ResultsView>;

export function createActiveResults(): ActiveResults {
  let told: ResultsFocus | undefined;
  return createActive<ResultsView>((current) => {
    if (told === current?.focus) return;
    told = current?.focus;
    void vscode.commands.executeCommand('setContext', contexts.results, told);
  });
}
