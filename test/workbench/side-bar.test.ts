import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { baseModelPath } from '../../src/engine/files/model-path';
import { temporaryFolder } from '../support/folder';
import { syntheticTrace } from '../support/synthetic-trace';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { THEMES } from '../support/workbench/themes';
import { writeAbf } from '../support/write-abf';
import { busyRecording } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() === undefined ? 'no base model' : false;

const folder = mkdtempSync(path.join(temporaryFolder(), 'b-'));
const cell = path.join(folder, 'cell_01.abf');
let session: WorkbenchSession;

const rows = () => session.page.locator('.sidebar .monaco-list-row');
const row = (name: string | RegExp) => session.page.locator('.sidebar .monaco-list-row', { hasText: name });

/** With MINIML_PICTURES set, in all themes. */
const pictures = process.env['MINIML_PICTURES'];
async function picture(): Promise<void> {
  if (!pictures) return;
  for (const [theme, name] of Object.entries(THEMES)) {
    await session.theme(theme);
    await session.page.waitForTimeout(1000);
    await session.page.screenshot({ path: path.join(pictures, `side-bar-${name}.png`) });
  }
}

describe('recordings in the side bar', { skip, timeout: 600_000 }, () => {
  before(async () => {
    const { samples, rateHz, ...trace } = syntheticTrace(busyRecording);
    writeAbf(cell, {
      rateHz,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [samples],
      format: 'float32',
      stored: (from, to) => Float32Array.from(trace.read(from, to)),
    });
    mkdirSync(path.join(folder, 'day 2'));
    copyFileSync(cell, path.join(folder, 'day 2', 'cell_02 $(trash).abf'));
    copyFileSync(baseModelPath()!, path.join(folder, 'model.h5'));
    session = await WorkbenchSession.start({ folder });
  });
  after(() => session?.stop());

  test('the palette offers nothing that needs an open recording', async () => {
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'explorer.png') });
    const names = await session.paletteEntries('miniML: ');
    assert.ok(names.includes('miniML: Open Recording…'), names.join('\n'));
    for (const name of [
      'Detect Events',
      'Tune',
      'Reopen with',
      'Remove TensorFlow',
      'Move Left',
      'Export Results',
    ])
      assert.ok(!names.some((one) => one.startsWith(`miniML: ${name}`)), `${name} in ${names.join('\n')}`);
  });

  test('lists the recordings of the folder, by folders, and nothing else', async () => {
    await session.page.locator('.activitybar .action-label[aria-label^="miniML"]').click();
    await row('cell_01.abf').filter({ hasText: 'not detected' }).waitFor({ timeout: 60_000 });
    await row('cell_02 $\u2060(trash).abf').filter({ hasText: 'not detected' }).waitFor();
    assert.equal(await row('model.h5').count(), 0);
    assert.equal(await rows().count(), 4);
  });

  test('Enter opens a recording; a detection shows in its row', async () => {
    await row('cell_01.abf').click();
    await session.webviewWith('.plot');
    await row('cell_01.abf').focus();
    await session.page.keyboard.press('Enter');
    await session.page.locator('.tab.active', { hasText: 'cell_01.abf' }).waitFor();
    await session.command('miniML: Detect Events');
    await row('cell_01.abf')
      .filter({ hasText: /\d+ events/ })
      .waitFor({ timeout: 240_000 });
    await row('cell_02').filter({ hasText: 'not detected' }).waitFor();
  });

  test('a changed parameter makes it stale, and a new file is listed', async () => {
    writeFileSync(
      path.join(folder, 'cell_01.miniml.json'),
      '{ "recording": "cell_01.abf", "win_size": 900 }',
    );
    await row('cell_01.abf').filter({ hasText: 'stale' }).waitFor({ timeout: 30_000 });
    copyFileSync(cell, path.join(folder, 'cell_03.abf'));
    await row('cell_03.abf').filter({ hasText: 'not detected' }).waitFor({ timeout: 30_000 });
    await picture();
  });

  test('Detect in All counts the recordings, and those that lack a current detection', async () => {
    await session.command('miniML: Detect in All Recordings Here…');
    await session.page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'All 3 recordings' })
      .waitFor({ timeout: 30_000 });
    await session.page.keyboard.press('Escape');
  });
});
