import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html';
import { pageSource } from './page-source';

/** Shows one of our pages in a webview: `dist/webviews/NAME.js` with its styles. */
export function showPage(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string): void {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageHtml({
    title,
    ...pageSource(dist.fsPath, name, (file) => addressOf(webview, dist, file)),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** URL of a file under `dist` for a webview. */
function addressOf(webview: vscode.Webview, dist: vscode.Uri, file: string): string {
  const [name = '', query = ''] = file.split('?');
  return webview.asWebviewUri(vscode.Uri.joinPath(dist, name).with({ query })).toString();
}
