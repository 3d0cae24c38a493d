import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html';
import { pageSource } from './page-source';

/** Puts one of our pages into a webview: `dist/webviews/NAME.js` with its styles, and nothing else. */
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

/** A file under `dist`, as a webview is given it. */
function addressOf(webview: vscode.Webview, dist: vscode.Uri, file: string): string {
  const [name = '', query = ''] = file.split('?');
  return webview.asWebviewUri(vscode.Uri.joinPath(dist, name).with({ query })).toString();
}
