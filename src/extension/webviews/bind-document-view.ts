import * as vscode from 'vscode';
import type { Active } from './active';
import { showPage } from './page';

/** The parts of a document that a panel needs. */
interface Shown<Change> {
  edits: { readonly name: string; readonly opened: Promise<void>; shown(): void };
  onChange(listener: (change: Change) => void): { dispose(): void };
}

/** Shows a document's page in a panel, and sends visible views the changes of the document. */
export function bindDocumentView<View extends PanelView, Change>(
  panel: vscode.WebviewPanel,
  { extension, page }: { extension: vscode.Uri; page: string },
  document: Shown<Change>,
  { view, active }: { view: View; active: Active<View> },
  tell: (change: Change) => void,
): vscode.Disposable {
  const listening = document.onChange((change) => {
    // A view that is rebuilt requests everything.
    if (panel.visible) tell(change);
  });
  showPage(panel.webview, extension, page, document.edits.name);
  // The editor exists only after this turn.
  void document.edits.opened.then(() => setTimeout(() => document.edits.shown()));
  return vscode.Disposable.from(listening, followPanel(panel, active, view));
}

/** Returns a function that runs a command. */
export function command(id: string): () => Promise<void> {
  return async () => void (await vscode.commands.executeCommand(id));
}

/** The view in a panel, and its focused area. */
interface PanelView {
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
