import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Workbench } from './provision';

/** A browser that asks nothing of the network beyond the pages it is sent to. */
export function launchBrowser(workbench: Pick<Workbench, 'chromium'>): Promise<Browser> {
  return chromium.launch({
    executablePath: workbench.chromium,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
