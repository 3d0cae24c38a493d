import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { baseModelPath } from '../../src/engine/models';
import { temporaryFolder } from '../support/folder';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const withoutModel = baseModelPath() === undefined ? 'the base model is not here' : false;
const skip = typeof workbench === 'string' ? workbench : withoutModel;

describe('the tour, button by button', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'tour-'));
  let session: WorkbenchSession;
  before(async () => {
    session = await WorkbenchSession.start({ folder, viewport: { width: 1600, height: 950 } });
    await session.command('miniML: Get Started');
    await session.page.locator('.getting-started-step').first().waitFor({ timeout: 30_000 });
  });
  after(() => session?.stop());

  /** Presses the button of a step of the tour. */
  async function step(title: string, button: string): Promise<void> {
    const { page } = session;
    await page.locator('.getting-started-step', { hasText: title }).first().click();
    await page.locator('.getting-started-step.expanded .monaco-button', { hasText: button }).click();
  }

  /** Takes what a dialog for files proposes, or this instead. */
  async function answer(file?: string): Promise<void> {
    const input = session.page.locator('.quick-input-widget input');
    await session.page.locator('.quick-input-widget .quick-input-list').waitFor();
    await session.page.waitForTimeout(1000);
    if (file !== undefined) await input.fill(file);
    await input.press('Enter');
  }

  test('extracts windows of the sample recording and shows them', async () => {
    await step('Extract training windows', 'Extract Training Data');
    await answer();
    await session.page.locator('.tab', { hasText: 'training_data.h5' }).waitFor({ timeout: 120_000 });
    const view = await session.webviewWith('.scoring:not(.hidden)');
    await view.locator('.window-number', { hasText: /^1 of \d+/ }).waitFor();
  });

  test('opens them to be scored; a key scores', async () => {
    await session.page.locator('.tab', { hasText: 'training_data.h5' }).click({ button: 'middle' });
    await session.page.locator('.tab', { hasText: 'training_data.h5' }).waitFor({ state: 'detached' });
    await step('Score them', 'Open Training Data');
    const view = await session.webviewWith('.scoring:not(.hidden)');
    await view.locator('.stage').focus();
    await session.page.waitForTimeout(500);
    await session.page.keyboard.press('2');
    await view.locator('.window-number', { hasText: /^2 of / }).waitFor();
    await session.page.keyboard.press('Control+s');
    await session.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  });

  test('exports the results of a detection', async () => {
    await step('Detect and measure events', 'Detect Events');
    const view = await session.webviewWith('.trace:not(.hidden)');
    await view.locator('.position', { hasText: /^\d+ events$/ }).waitFor({ timeout: 240_000 });
    await step('Use your model, and share it', 'Export Results');
    await answer(`${folder}/`);
    const written = () => readdirSync(folder).filter((name) => name.startsWith('sample_'));
    for (let i = 0; i < 100 && written().length < 4; i++) await session.page.waitForTimeout(200);
    assert.deepEqual(written().sort(), [
      'sample_avgs.csv',
      'sample_events.csv',
      'sample_individual.csv',
      'sample_results.h5',
    ]);
  });
});
