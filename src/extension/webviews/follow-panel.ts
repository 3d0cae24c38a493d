import * as vscode from 'vscode';
import type { Active } from './active';

/** The view in a panel, and its focused area. */
export interface PanelView {
  focus: string;
}

/** Updates the active view from a panel's state; hidden views lose the focus. */
export function followPanel<View extends PanelView>(
  panel: vscode.WebviewPanel,
  active: Active<View>,
  view: View,
): vscode.Disposable {
  const keyboard: PanelView = view;
  const follow = () => (panel.active ? active.set(view) : active.clear(view));
  const state = panel.onDidChangeViewState(() => {
    // A hidden view is destroyed, and its focus with it.
    if (!panel.visible) keyboard.focus = 'none';
    follow();
  });
  follow();
  return vscode.Disposable.from(state, { dispose: () => active.clear(view) });
}
