import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : withoutShared;

describe('the tuning panel by keys, beside a trace that turns to other sweeps', {
  skip: reason,
  timeout: 600_000,
}, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 't-'));
  let session: WorkbenchSession;
  let panel: FrameLocator;
  let trace: FrameLocator;

  before(async () => {
    copyFileSync(shared('abf', '17o05024_vc_steps.abf'), path.join(folder, 'steps.abf'));
    session = await WorkbenchSession.start({ folder, viewport: { width: 1600, height: 950 } });
  });
  after(async () => {
    await session?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /**
   * Presses a key until it has done what it does: the workbench learns where the keyboard is a moment later, and a key
   * that comes before means nothing. Only for what may be done twice.
   */
  async function pressUntil(key: string, done: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt++) {
      await session.page.keyboard.press(key);
      for (let left = 15; left > 0; left--) {
        if (await done()) return;
        await session.page.waitForTimeout(200);
      }
    }
    assert.fail(`${key} does nothing.`);
  }
  const press = (key: string) => session.page.keyboard.press(key);
  const chosenTab = (name: string) => async () =>
    (await panel.getByRole('tab', { name }).getAttribute('aria-selected')) === 'true';
  const sizeChosen = async () =>
    Number(/win_size 600 → (\d+)/.exec((await panel.locator('.choice').textContent()) ?? '')?.[1]);

  test('the panel says which sweep it shows, and follows the trace editor to another', async () => {
    await session.openFile('steps.abf');
    await session.webview().locator('.stage .plot[aria-label]').waitFor({ timeout: 60_000 });
    await session.command('miniML: Tune Parameters');
    panel = await session.webviewWith('[role=tablist]');
    trace = await session.webviewWith('.stage .plot');
    const choice = panel.locator('.trace-choice');
    const shown = async () => (await choice.textContent()) ?? '';
    await choice.filter({ hasText: /all \d+ sweeps/ }).waitFor({ timeout: 60_000 });
    await trace.locator('.stage .plot').click();
    await pressUntil('s', async () => /sweep \d+ of \d+/.test(await shown()));
    const [, first] = /sweep (\d+) of/.exec(await shown())!;
    await press('s');
    await eventually(async () =>
      assert.ok(Number(/sweep (\d+) of/.exec(await shown())?.[1]) > Number(first), await shown()),
    );
  });

  test('keys go through the tabs, move the window’s edge and list themselves', async () => {
    await panel.getByRole('tab', { name: 'Window Size' }).click();
    await pressUntil('End', chosenTab('Filters'));
    await pressUntil('Home', chosenTab('Window Size'));
    await pressUntil('3', chosenTab('Filters'));
    await pressUntil('1', chosenTab('Window Size'));
    await panel.locator('.window-stage .plot').click({ position: { x: 300, y: 200 } });
    await panel.locator('.window-box:not(.hidden)').waitFor();
    await panel.getByRole('slider', { name: 'End of the window' }).focus();
    const windowSize = panel.getByRole('tab', { name: 'Window Size' });
    await pressUntil('ArrowRight', async () => {
      if ((await sizeChosen()) > 600) return true;
      // Until the workbench knows that the edge has the keyboard, an arrow goes to the next tab.
      if (!(await chosenTab('Window Size')())) await windowSize.click();
      await panel.getByRole('slider', { name: 'End of the window' }).focus();
      return false;
    });
    const before = await sizeChosen();
    await press('Shift+ArrowRight');
    await eventually(async () => assert.ok((await sizeChosen()) >= before + 10, `${await sizeChosen()}`));
    await press('Shift+Slash');
    const list = panel.getByRole('dialog', { name: 'Keys of the tuning panel' });
    await list.waitFor();
    const text = (await list.textContent()) ?? '';
    assert.ok(text.includes('Suggest Window Size') && text.includes('Move Window Edge Left'), text);
    await press('Shift+Slash');
    await list.waitFor({ state: 'hidden' });
    await pressUntil('r', async () => Number.isNaN(await sizeChosen()));
  });

  test('what is typed into a field stays there; Escape gives the keyboard back', async () => {
    const field = panel.locator('.size-row input');
    const typing = () =>
      field.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input);
    await pressUntil('q', typing);
    await field.fill('1200');
    await press('Enter');
    await eventually(async () => assert.equal(await sizeChosen(), 1200));
    assert.ok(await chosenTab('Window Size')(), 'digits that were typed are no commands');
    await pressUntil('Escape', async () => !(await typing()));
    await pressUntil('2', chosenTab('Smoothing'));
  });
});
