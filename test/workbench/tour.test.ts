import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { baseModelPath } from '../../src/engine/files/model-path';
import { readResults } from '../../src/engine/results/read-h5';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { answerFileDialog } from '../support/workbench/file-dialog';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { openTour, pressInTour } from '../support/workbench/tour';

const workbench = provisionWorkbench();
const withoutModel = baseModelPath() === undefined ? 'the base model is not here' : false;
const skip = typeof workbench === 'string' ? workbench : withoutModel;

/** Where pictures go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

describe('the tour, button by button', { skip, timeout: 900_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'tour-'));
  let session: WorkbenchSession;
  before(async () => {
    // Short: two epochs, and a wider stride than one would measure with.
    const settings = { 'miniml.epochs': 2, 'miniml.stride': 60 };
    session = await WorkbenchSession.start({ folder, settings, viewport: { width: 1600, height: 950 } });
    await openTour(session);
  });
  after(() => session?.stop());

  const step = (title: string, button: string) => pressInTour(session, title, button);
  /** The steps that VS Code has ticked. */
  const ticked = () => session.page.locator('.getting-started-step .codicon-getting-started-step-checked');

  const tab = (title: string | RegExp) => session.page.locator('.tab', { hasText: title });

  async function picture(name: string): Promise<void> {
    if (pictures) await session.page.screenshot({ path: path.join(pictures, `tour-${name}.png`) });
  }

  /** Waits until something holds that no page shows. */
  async function until(holds: () => boolean): Promise<void> {
    for (let i = 0; i < 300 && !holds(); i++) await session.page.waitForTimeout(200);
  }

  test('tunes the window on the sample recording, beside the tour', async () => {
    await step('Choose the window', 'Tune Parameters');
    const panel = await session.webviewWith('[role=tablist]');
    await panel.locator('.position', { hasText: /^clear event \d+ of \d+/ }).waitFor({ timeout: 120_000 });
    await tab('Tune sample.h5').waitFor();
    assert.equal(await session.page.locator('.editor-group-container').count(), 2);
    // The window was looked at, not chosen.
    assert.equal(await ticked().count(), 0);
    await picture('tune');
  });

  test('extracts windows of the sample recording and shows them', async () => {
    await step('Extract training windows', 'Extract Training Data');
    await answerFileDialog(session);
    await tab('training_data.h5').waitFor({ timeout: 120_000 });
    const view = await session.webviewWith('.scoring:not(.hidden)');
    await view.locator('.window-number', { hasText: /^\d+ of \d+/ }).waitFor();
  });

  test('opens them to be scored; a key scores', async () => {
    await tab('training_data.h5').click({ button: 'middle' });
    await tab('training_data.h5').waitFor({ state: 'detached' });
    await step('Score them', 'Open Training Data');
    const view = await session.webviewWith('.scoring:not(.hidden)');
    await view.locator('.stage').focus();
    // Keys mean something once the workbench knows where the keyboard is.
    const number = view.locator('.window-number');
    await number.filter({ hasText: /^\d+ of \d+/ }).waitFor();
    const first = await number.textContent();
    for (let i = 0; i < 100 && (await number.textContent()) === first; i++) {
      await session.page.keyboard.press('2');
      await session.page.waitForTimeout(300);
    }
    await session.page.locator('.tab.active.dirty').waitFor();
    await session.page.keyboard.press('Control+s');
    await session.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  });

  test('trains on them beside the tour, in sight to the end', async () => {
    await step('Train a model', 'Train by Transfer Learning');
    const ours = { hasText: 'Base Model of miniML' };
    await session.page.locator('.quick-input-list .monaco-list-row', ours).click();
    await answerFileDialog(session);
    const view = await session.webviewWith('main > header .headline');
    await view.locator('h1', { hasText: 'base_transfer.h5' }).waitFor();
    await view.locator('.status', { hasText: '2 epochs, all epochs done' }).waitFor({ timeout: 240_000 });
    await tab('Welcome').waitFor();
    await picture('train');
  });

  test('makes the new model the one that detections take', async () => {
    const view = await session.webviewWith('main > header .headline');
    await view.locator('vscode-button', { hasText: 'Use This Model' }).click();
    const settings = path.join(folder, '.vscode', 'settings.json');
    await until(() => existsSync(settings) && readFileSync(settings, 'utf8').includes('model_path'));
    const model = JSON.parse(readFileSync(settings, 'utf8'))['miniml.model_path'];
    assert.equal(path.basename(model), 'base_transfer.h5');
    assert.ok(existsSync(model), 'named so that it is found from everywhere');
    await picture('used');
  });

  test('detects with it, and exports what it found', async () => {
    await step('Use your model, and share it', 'Detect Events Again');
    const view = await session.webviewWith('.trace:not(.hidden)');
    const position = view.locator('.counts', { hasText: /^[1-9]\d* events/ });
    await position.waitFor({ timeout: 240_000 });
    const found = Number.parseInt((await position.textContent())!, 10);
    await picture('detect');
    await step('Use your model, and share it', 'Export Results');
    await answerFileDialog(session, `${folder}/`);
    const written = () => readdirSync(folder).filter((name) => name.startsWith('sample_'));
    await until(() => written().length === 4);
    assert.deepEqual(written().sort(), [
      'sample_avgs.csv',
      'sample_events.csv',
      'sample_individual.csv',
      'sample_results.h5',
    ]);
    const { detection } = await readResults(path.join(folder, 'sample_results.h5'));
    assert.equal(path.basename(detection.parameters.model_path!), 'base_transfer.h5');
    assert.equal(detection.events.length, found);
    // All but the window, which was never chosen.
    await eventually(async () => assert.equal(await ticked().count(), 6));
    await picture('ticked');
  });
});
