import * as vscode from 'vscode';
import { type Active, createActive } from '../documents/active';
import { contexts } from '../manifest/contexts';
import type { ScoringAction, ScoringFocus } from '../webview-protocol/scoring';
import type { ScoringDocument } from './scoring-document';

/** A view of a training set, as commands see it. */
export interface ScoringView {
  readonly document: ScoringDocument;
  focus: ScoringFocus;
  act(action: ScoringAction): void;
  goTo(window: number): void;
}

/** Which scoring view is the active editor, told to the `when` clauses of commands and keys. */
export type ActiveScoring = Active<ScoringView>;

/** @param prepare is run once, before the first key can mean one of our commands */
export function createActiveScoring(prepare: () => Promise<void>): ActiveScoring {
  let told: ScoringFocus | undefined;
  let prepared: Promise<void> | undefined;
  const active = createActive<ScoringView>((current) => {
    if (told === current?.focus) return;
    told = current?.focus;
    prepared ??= prepare();
    void prepared.then(() =>
      vscode.commands.executeCommand('setContext', contexts.scoring, active.current?.focus),
    );
  });
  return active;
}
