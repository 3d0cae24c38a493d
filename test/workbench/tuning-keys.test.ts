import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
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

  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => session.page.keyboard.press(key)), Promise.resolve());
  const chosenTab = (name: string) => panel.getByRole('tab', { name, selected: true }).waitFor();

  test('the panel says which sweep it shows, and follows the trace editor to another', async () => {
    await session.openFile('steps.abf');
    await session.webview().locator('.stage .plot[aria-label]').waitFor({ timeout: 60_000 });
    await session.command('miniML: Tune Parameters');
    panel = await session.webviewWith('[role=tablist]');
    trace = await session.webviewWith('.stage .plot');
    const choice = panel.locator('.trace-choice');
    await choice.filter({ hasText: /all \d+ sweeps/ }).waitFor({ timeout: 60_000 });
    await trace.locator('.stage .plot').click();
    await press('s');
    await choice.filter({ hasText: /sweep 1 of \d+/ }).waitFor({ timeout: 30_000 });
    await press('s');
    await choice.filter({ hasText: /sweep 2 of \d+/ }).waitFor({ timeout: 30_000 });
    await press('Shift+s', 'Shift+s');
    await choice.filter({ hasText: /all \d+ sweeps/ }).waitFor({ timeout: 30_000 });
  });

  test('keys go through the tabs, move the window’s edge and list themselves', async () => {
    await panel.getByRole('tab', { selected: true }).click();
    await chosenTab('Window Size');
    await press('ArrowRight');
    await chosenTab('Filters');
    await press('3');
    await chosenTab('Preprocessing');
    await press('1');
    await chosenTab('Window Size');
    await panel.locator('.window-stage .plot').click({ position: { x: 300, y: 200 } });
    await panel.locator('.window-box:not(.hidden)').waitFor();
    await panel.getByRole('slider', { name: 'End of the window' }).focus();
    await press('ArrowRight', 'Shift+ArrowRight');
    await panel.locator('.choice', { hasText: 'win_size 600 → 611' }).waitFor();
    await press('Shift+Slash');
    const list = panel.getByRole('dialog', { name: 'Keys of the tuning panel' });
    await list.waitFor();
    assert.match(
      (await list.textContent()) ?? '',
      /Suggest a Window Size.*Move the Window’s Edge|Move the Window’s Edge.*Suggest a Window Size/s,
    );
    await press('Shift+Slash');
    await list.waitFor({ state: 'hidden' });
    await press('d');
    await panel.locator('.choice', { hasText: 'Nothing is changed yet.' }).waitFor();
  });

  test('what is typed into a field stays there; Escape gives the keyboard back', async () => {
    await press('f');
    const field = panel.locator('.size-row input');
    await field.fill('');
    await field.pressSequentially('1200');
    await press('Enter');
    await panel.locator('.choice', { hasText: 'win_size 600 → 1200' }).waitFor();
    await chosenTab('Window Size');
    await press('Escape');
    await press('2');
    await chosenTab('Filters');
  });
});
