// Draws media/icon.png, which the Marketplace and the Extensions view show, from media/icon.svg.
//   node scripts/icon.mjs [CHROMIUM]
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const media = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'media');
const browser = await chromium.launch({
  executablePath: process.argv[2] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  const drawing = readFileSync(path.join(media, 'icon.svg'), 'utf8');
  await page.setContent(`<body style="margin:0">${drawing}`);
  await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
} finally {
  await browser.close();
}
