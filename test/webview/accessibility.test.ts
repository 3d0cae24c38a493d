import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { temporaryFolder } from '../support/folder';
import { projectRoot } from '../support/project';
import { pageNames, statesOf } from './support/pages';
import { stilled } from './support/settled';
import { themes } from './support/themes';
import { closeBrowser, withoutBrowser } from './support/view';

const folder = temporaryFolder();
after(closeBrowser);

const axe = readFileSync(createRequire(path.join(projectRoot, 'package.json')).resolve('axe-core'), 'utf8');

/** WCAG 2.2 up to level AA, and what axe calls best practice. */
const everything: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  preload: false,
};
/** What another theme can change. */
const colours: RunOptions = {
  ...everything,
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/** What an engine for accessibility finds wrong, a line each. */
async function violations(page: Page, rules: RunOptions): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (options) =>
      (globalThis as unknown as { axe: { run(o: RunOptions): Promise<AxeResults> } }).axe.run(options),
    rules,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, any, all, none }) => `${id}: ${target.join(' ')}: ${[...any, ...all, ...none][0]?.message}`,
    ),
  );
}

/** Runs in the page: what is drawn for the eye alone, without a name or a text in its place. */
function unnamedPictures(): string[] {
  return [...document.querySelectorAll('canvas, svg')]
    .filter((picture) => picture.checkVisibility())
    .filter((picture) => !picture.closest('[aria-hidden=true], [aria-label]:not([aria-label=""])'))
    .map((picture) => picture.parentElement?.outerHTML.slice(0, 120) ?? '');
}

/** Runs in the page: marks everything that can be worked with by mouse, and says what it is. */
function markControls(): string[] {
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'button, vscode-button, vscode-dropdown, vscode-text-field, input, select, summary, a[href], [tabindex="0"]',
    ),
  ].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.matches(':disabled, [disabled], [tabindex="-1"]') &&
      (!document.querySelector('dialog[open]') || element.closest('dialog[open]')),
  );
  controls.forEach((element, i) => {
    element.dataset['control'] = String(i);
  });
  return controls.map((element) => element.outerHTML.slice(0, 160));
}

/** Runs in the page: which marked element has the keyboard, and whether it shows that. */
function focused(): { control: number; shown: boolean } | null {
  const host = document.activeElement as HTMLElement | null;
  const control = host?.dataset['control'];
  if (!host || control === undefined) return null;
  let inner: Element = host;
  while (inner.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  const rings = [inner, inner.parentElement, host, host.shadowRoot?.querySelector('.control, .root')];
  const shown = rings.some((element) => {
    if (!element) return false;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== 'none' || Number.parseFloat(style.borderTopWidth) > 0;
  });
  return { control: Number(control), shown };
}

/** What Tab does not come to, and what does not show that it has the keyboard. */
async function unreachable(page: Page): Promise<string[]> {
  await page.bringToFront();
  const controls = await page.evaluate(markControls);
  const reached = new Map<number, boolean>();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let i = 0; i < controls.length * 2 + 20; i++) {
    await page.keyboard.press('Tab');
    const now = await page.evaluate(focused);
    if (now) reached.set(now.control, now.shown);
    if (reached.size === controls.length) break;
  }
  return controls.flatMap((html, i) => {
    if (!reached.has(i)) return [`Tab does not reach ${html}`];
    return reached.get(i) ? [] : [`does not show the keyboard: ${html}`];
  });
}

describe('accessibility', { skip: withoutBrowser }, () => {
  for (const name of pageNames) {
    for (const [state, open] of Object.entries(statesOf(name)))
      test(`${name}: ${state}`, async (t) => {
        const view = await open(folder, {});
        t.after(() => view.close());
        const { page } = view;
        const found: string[] = [];
        await page.evaluate(axe);
        for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
          await view.setTheme(theme);
          await stilled(page);
          const rules = theme === 'dark' ? everything : colours;
          found.push(...(await violations(page, rules)).map((line) => `${theme}: ${line}`));
        }
        await page.setViewportSize({ width: 500, height: 900 });
        await stilled(page);
        found.push(...(await violations(page, everything)).map((line) => `narrow: ${line}`));
        await page.setViewportSize({ width: 1400, height: 900 });
        // What did not fit comes back.
        await view.settled();
        found.push(...(await page.evaluate(unnamedPictures)).map((html) => `no text in its place: ${html}`));
        found.push(...(await unreachable(page)));
        assert.deepEqual(found, []);
        assert.deepEqual(view.complaints, []);
      });
  }
});
