export interface PageOptions {
  title: string;
  /** Source of the one script, which is ours. */
  script: string;
  styles: string;
  /** Where a webview may load fonts from. */
  cspSource: string;
  nonce: string;
}

/**
 * The page of a webview, in one piece: each file that it had to load would go through a service worker, the
 * workbench and the extension's server before anything is drawn. The script is a module, for those run once the page
 * is written: VS Code looks out for the end of loading only then, and a page that is there sooner is kept hidden,
 * and without its messages, for a fifth of a second. Nothing in it runs or loads but what comes with the extension.
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

/** The same source without what would end its element: a backslash there means nothing in a string. */
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
