import * as vscode from 'vscode';
import type { Active } from './active';

/** What a panel shows, and where the keyboard is in it. */
export interface PanelView {
  focus: string;
}

/** Keeps with a panel which view is the active one, and that the keyboard is in none that is hidden. */
export function followPanel<View extends PanelView>(
  panel: vscode.WebviewPanel,
  active: Active<View>,
  view: View,
): vscode.Disposable {
  const keyboard: PanelView = view;
  const follow = () => (panel.active ? active.set(view) : active.clear(view));
  const state = panel.onDidChangeViewState(() => {
    // A hidden view is taken apart, and its focus with it.
    if (!panel.visible) keyboard.focus = 'none';
    follow();
  });
  follow();
  return vscode.Disposable.from(state, { dispose: () => active.clear(view) });
}
