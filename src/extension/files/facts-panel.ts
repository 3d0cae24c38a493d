import * as vscode from 'vscode';
import type { FactsNotices, FactsPage, FactsRequests } from '../../common/api/views/facts';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';

/** Shows a page of facts in a webview; it is asked for anew whenever the view is built. */
function showFacts(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  page: () => FactsPage,
  onFailed: (thrown: unknown) => void,
): void {
  const served = serveWebview<FactsRequests, FactsNotices>(panel.webview, { page }, onFailed);
  panel.onDidDispose(() => served.dispose());
  showPage(panel.webview, extension, 'facts', page().title);
}

/** A page of facts in a tab of its own. */
export function openFactsPanel(
  extension: vscode.Uri,
  page: FactsPage,
  onFailed: (thrown: unknown) => void,
): void {
  const panel = vscode.window.createWebviewPanel(
    'miniml.facts',
    `Info: ${page.title}`,
    vscode.ViewColumn.Active,
  );
  showFacts(panel, extension, () => page, onFailed);
}
