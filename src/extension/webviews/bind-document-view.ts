import * as vscode from 'vscode';
import type { Active } from './active';
import { followPanel, type PanelView } from './follow-panel';
import { showPage } from './page';

/** What of a document a panel is bound to. */
interface Shown<Change> {
  edits: { readonly name: string; readonly opened: Promise<void>; shown(): void };
  onChange(listener: (change: Change) => void): { dispose(): void };
}

/** Shows a document's page in a panel, and tells a view that is in sight what changes in the document. */
export function bindDocumentView<View extends PanelView, Change>(
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
  showPage(panel.webview, extension, page, document.edits.name);
  // The editor is there only when this turn is over.
  void document.edits.opened.then(() => setTimeout(() => document.edits.shown()));
  return vscode.Disposable.from(listening, followPanel(panel, active, view));
}

/** Runs a command of VS Code's, or of ours. */
export function command(id: string): () => Promise<void> {
  return async () => void (await vscode.commands.executeCommand(id));
}
