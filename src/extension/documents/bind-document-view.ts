import * as vscode from 'vscode';
import { showPage } from '../webviews/page';
import type { Active } from './active';

/** What of a document a panel is bound to. */
interface Shown<Change> {
  edits: { readonly name: string; readonly opened: Promise<void>; shown(): void };
  onChange(listener: (change: Change) => void): { dispose(): void };
}

export interface DocumentView {
  /** Where the keyboard is in it. */
  focus: string;
}

/**
 * Shows a page in a panel for as long as the panel is there, and keeps three things together: the document,
 * whose changes a view that is in sight is told; the keyboard; and which view is active.
 */
export function bindDocumentView<View extends DocumentView, Change>(
  panel: vscode.WebviewPanel,
  { extension, page }: { extension: vscode.Uri; page: string },
  document: Shown<Change>,
  { view, active }: { view: View; active: Active<View> },
  tell: (change: Change) => void,
): vscode.Disposable {
  const listening = document.onChange((change) => {
    // A view that is built again asks for everything.
    if (panel.visible) tell(change);
  });
  const follow = () => (panel.active ? active.set(view) : active.clear(view));
  const state = panel.onDidChangeViewState(() => {
    // A hidden view is taken apart, and its focus with it.
    const keyboard: DocumentView = view;
    if (!panel.visible) keyboard.focus = 'none';
    follow();
  });
  showPage(panel.webview, extension, page, document.edits.name);
  follow();
  // The editor is there only when this turn is over.
  void document.edits.opened.then(() => setTimeout(() => document.edits.shown()));
  return vscode.Disposable.from(listening, state, { dispose: () => active.clear(view) });
}

/** Runs a command of VS Code's, or of ours. */
export function command(id: string): () => Promise<void> {
  return async () => void (await vscode.commands.executeCommand(id));
}
