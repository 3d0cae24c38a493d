export interface PageOptions {
  title: string;
  /** Addresses as the webview sees them. */
  script: string;
  styles: readonly string[];
  /** Where a webview may load from. */
  cspSource: string;
  nonce: string;
}

/** The page of a webview: nothing in it runs or loads but what comes with the extension. */
export function pageHtml({ title, script, styles, cspSource, nonce }: PageOptions): string {
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
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
${styles.map((style) => `<link rel="stylesheet" href="${escaped(style)}">`).join('\n')}
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
