import * as vscode from 'vscode';
import { type Active, createActive } from '../documents/active';
import { contexts } from '../manifest/contexts';
import { type TuningCommandId, tuningCommandPrefix, tuningCommands } from '../manifest/tuning-commands';
import type { TuningAction, TuningFocus } from '../webview-protocol/tuning';

/** The tuning panel, as commands see it. */
export interface TuningPanelView {
  readonly focus: TuningFocus;
  act(action: TuningAction): void;
}

/** The tuning panel while it is the active editor, told to the `when` clauses of commands and keys. */
export type ActiveTuning = Active<TuningPanelView>;

export function createActiveTuning(): ActiveTuning {
  let told: TuningFocus | undefined;
  return createActive<TuningPanelView>((current) => {
    if (told === current?.focus) return;
    told = current?.focus;
    void vscode.commands.executeCommand('setContext', contexts.tuning, told);
  });
}

/** Registers the commands of the tuning panel. */
export function registerTuningCommands(active: ActiveTuning): vscode.Disposable {
  const registered = (Object.keys(tuningCommands) as TuningAction[]).map((action) => {
    const id: TuningCommandId = `${tuningCommandPrefix}${action}`;
    return vscode.commands.registerCommand(id, () => active.current?.act(action));
  });
  return vscode.Disposable.from(...registered);
}
