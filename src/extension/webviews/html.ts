export interface PageOptions {
  title: string;
  /** Source of the only script. */
  script: string;
  styles: string;
  /** Source of fonts in the content security policy. */
  cspSource: string;
  nonce: string;
}

/**
 * HTML of a webview in one piece: each separate file would go through a service worker, the workbench and the
 * extension's server before the first picture. The script is a module, which runs after the page is parsed: VS Code
 * starts waiting for the end of loading only then, and a page that is faster is kept hidden, without messages, for 200
 * ms. The policy allows nothing but what comes with the extension.
 */
export function pageHtml({ title, script, styles, cspSource, nonce }: PageOptions): string {
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">${contained(styles, 'style')}</style>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" type="module">${contained(script, 'script')}</script>
</body>
</html>
`;
}

/** Escapes text that would close its element: a backslash there has no effect in a string. */
function contained(source: string, element: 'script' | 'style'): string {
  return source.replace(new RegExp(`</(?=${element})`, 'gi'), '<\\/');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
