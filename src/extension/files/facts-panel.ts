import * as vscode from 'vscode';
import {
  FACTS_REQUESTS,
  type FactsNotices,
  type FactsPage,
  type FactsRequests,
} from '../../common/api/views/facts';
import { showPage } from '../webviews/page';
import { serveWebview } from '../webviews/serve';

/** Shows a page of facts in a webview; it is requested whenever the view is built. */
function showFacts(
  panel: vscode.WebviewPanel,
  extension: vscode.Uri,
  page: () => FactsPage,
  onFailed: (thrown: unknown) => void,
): void {
  const served = serveWebview<FactsRequests, FactsNotices>(panel.webview, FACTS_REQUESTS, { page }, onFailed);
  panel.onDidDispose(() => served.dispose());
  showPage(panel.webview, extension, 'facts', page().title);
}

/** Opens a page of facts in a separate tab. */
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
