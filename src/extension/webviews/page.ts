import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { pageHtml } from './html';

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

/**
 * Script and styles of a page: `webviews/NAME.js`, its styles, and those of the icons.
 *
 * @param dist absolute path of the folder of the bundles
 * @param addressOf URL for the page of a file in that folder, which styles name by relative paths
 */
export function pageSource(
  dist: string,
  name: string,
  addressOf: (file: string) => string,
): { script: string; styles: string } {
  const read = (file: string) => readFileSync(path.join(dist, file), 'utf8');
  const styles = ['codicons/codicon.css', `webviews/${name}.css`].map((file) =>
    read(file).replace(/url\("\.\/([^")]+)"\)/g, (_, named: string) => {
      const address = addressOf(path.posix.join(path.posix.dirname(file), named));
      return `url("${address}")`;
    }),
  );
  return { script: read(`webviews/${name}.js`), styles: styles.join('\n') };
}
