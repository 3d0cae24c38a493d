import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pageNames, statesOf } from '../test/webview/support/pages';
import { stilled } from '../test/webview/support/settled';
import { themes } from '../test/webview/support/themes';
import { closeBrowser } from '../test/webview/support/view';

/** A whole window, and an editor beside another one. */
const SIZES = { wide: { width: 1400, height: 900 }, narrow: { width: 500, height: 900 } };

/** Pictures of pages in all their states: `results-a-comparison-light-narrow.png`. */
export async function takeGallery(folder: string, pages: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const files = mkdtempSync(path.join(os.tmpdir(), 'gallery-'));
  try {
    for (const name of pages.length > 0 ? pages : pageNames)
      for (const [state, open] of Object.entries(statesOf(name))) {
        const view = await open(files, {});
        for (const [size, viewport] of Object.entries(SIZES)) {
          await view.page.setViewportSize(viewport);
          for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
            await view.setTheme(theme);
            await stilled(view.page);
            const picture = [name, ...state.split(/\W+/), theme, size].join('-');
            await view.page.screenshot({ path: path.join(folder, `${picture}.png`) });
          }
        }
        await view.close();
        console.log(`${name}: ${state}`);
      }
  } finally {
    await closeBrowser();
    rmSync(files, { recursive: true, force: true });
  }
}
