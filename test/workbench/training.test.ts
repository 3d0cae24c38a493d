import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { temporaryFolder } from '../support/folder';
import { madeUpTrainingSet } from '../support/training-sets';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const withoutModel = baseModelPath() === undefined ? 'the base model is not here' : false;
const skip = typeof workbench === 'string' ? workbench : withoutModel;

const folder = mkdtempSync(path.join(temporaryFolder(), 't-'));
const windows = 120;
let session: WorkbenchSession;

/** Settings of the folder; the workbench follows the file. */
function configure(settings: Record<string, unknown>): void {
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

/** A picture for somebody who wants to look at it. */
async function shoot(name: string): Promise<void> {
  const pictures = process.env['MINIML_PICTURES'];
  if (pictures) await session.page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

/** The webview that shows this, among those in sight. */
async function viewWith(selector: string, text: RegExp | string): Promise<FrameLocator> {
  const frames = session.page.locator('iframe.webview.ready').filter({ visible: true });
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    for (let i = 0; i < (await frames.count()); i++) {
      const view = frames.nth(i).contentFrame().locator('iframe#active-frame').contentFrame();
      const found = view.locator(selector, { hasText: text });
      if ((await found.count().catch(() => 0)) > 0) return view;
    }
    await session.page.waitForTimeout(200);
  }
  await shoot('training-missing');
  const said = await session.page.locator('.notification-toast').allInnerTexts();
  throw new Error(`No view shows ${text}. ${said.join(' ')}`);
}

/** Starts transfer learning from the training set in the editor, into a model of this name. */
async function train(name: string): Promise<FrameLocator> {
  const { page } = session;
  await session.command('miniML: Train by Transfer Learning');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Base Model of miniML' }).click();
  const input = page.locator('.quick-input-widget input');
  // The dialog shows the folder's files once it is ready.
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'scored.h5' }).waitFor();
  await input.fill(path.join(folder, name));
  await input.press('Enter');
  return viewWith('h1', name);
}

describe('training in a real workbench', { skip, timeout: 600_000 }, () => {
  before(async () => {
    // Some windows are scored wrongly: there is something to be found.
    const scoreOf = (window: number) => ((window % 5 === 2 ? window + 1 : window) % 2) as 0 | 1;
    await madeUpTrainingSet(folder, 'scored.h5', { seed: 3, windows, length: 600, scoreOf });
    configure({ 'miniml.epochs': 3 });
    session = await WorkbenchSession.start({ folder });
    await session.openFile('scored.h5');
    await session
      .webview()
      .locator('.window-number', { hasText: `1 of ${windows}` })
      .waitFor();
  });
  after(() => session?.stop());

  test('the training set in the editor is learnt from, in sight, to the end', async () => {
    const view = await train('mine.h5');
    await view.locator('.status', { hasText: '3 epochs, all epochs done' }).waitFor({ timeout: 120_000 });
    assert.match(
      (await view.locator('canvas[aria-label^="Loss"]').getAttribute('aria-label'))!,
      /^Loss\. loss after epoch 3: \d+\.\d+ while training, \d+\.\d+ in validation$/,
    );
    assert.match(await view.locator('.figures').innerText(), /events found\s+\d+\s% \(\d+ of \d+, /);
    for (const file of ['mine.h5', 'mine.md']) assert.ok(existsSync(path.join(folder, file)), file);
  });

  test('a mistake opens the training set at that window', async () => {
    const training = await viewWith('h1', 'mine.h5');
    const mistake = training.locator('.mistakes button').nth(1);
    const [, number] = /^scored\.h5, window (\d+): /.exec((await mistake.getAttribute('aria-label'))!)!;
    await mistake.click();
    await viewWith('.window-number', `${number} of ${windows}`);
    // In an editor that is there already as well.
    const other = training.locator('.mistakes button').first();
    const [, next] = /window (\d+): /.exec((await other.getAttribute('aria-label'))!)!;
    await other.click();
    await viewWith('.window-number', `${next} of ${windows}`);
  });

  test('the model opens from the training, and says how it was trained', async () => {
    const training = await viewWith('h1', 'mine.h5');
    await training.locator('vscode-button', { hasText: 'Open Model' }).click();
    const model = await viewWith('h2', 'Trained for 3 epochs');
    await model.locator('td', { hasText: 'Bidirectional LSTM' }).waitFor();
  });

  test('a training that is stopped keeps the best so far, which then is the one to use', async () => {
    configure({ 'miniml.epochs': 2000, 'miniml.patience': 2000 });
    await session.command('View: Close All Editors');
    await session.openFile('scored.h5');
    await viewWith('.window-number', new RegExp(`of ${windows}`));
    const view = await train('stopped.h5');
    await view
      .locator('.status', { hasText: /epoch \d+ of at most 2000 · best \d+/ })
      .waitFor({ timeout: 120_000 });
    await view.locator('vscode-button', { hasText: 'Stop and Keep the Best' }).click();
    await view
      .locator('.status', { hasText: 'stopped by you; the best epoch is kept' })
      .waitFor({ timeout: 60_000 });
    assert.ok(existsSync(path.join(folder, 'stopped.h5')));
    await view.locator('vscode-button', { hasText: 'Use This Model' }).click();
    const setting = () =>
      JSON.parse(readFileSync(path.join(folder, '.vscode/settings.json'), 'utf8'))['miniml.model_path'];
    for (let i = 0; i < 100 && setting() === undefined; i++) await session.page.waitForTimeout(100);
    await shoot('training-used');
    assert.equal(setting(), 'stopped.h5');
  });
});
