import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html';

/** Puts one of our pages into a webview: `dist/webviews/NAME.js` with its styles, and nothing else. */
export function showPage(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string): void {
  const dist = vscode.Uri.joinPath(extension, 'dist');
  const address = (...parts: string[]) =>
    webview.asWebviewUri(vscode.Uri.joinPath(dist, ...parts)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  webview.html = pageHtml({
    title,
    script: address('webviews', `${name}.js`),
    styles: [address('codicons', 'codicon.css'), address('webviews', `${name}.css`)],
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}
