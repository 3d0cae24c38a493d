import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { openRecording } from '../../src/engine/recordings/open';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { answerFileDialog } from '../support/workbench/file-dialog';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : withoutShared;

let session: WorkbenchSession;
let view: FrameLocator;
const folder = mkdtempSync(path.join(temporaryFolder(), 'w-'));

const label = () => view.locator('.plot').getAttribute('aria-label');

/** Waits until the events' position in the toolbar is this. */
async function position(text: string | RegExp): Promise<void> {
  await view.locator('.position', { hasText: text }).waitFor({ timeout: 60_000 });
}

async function focusTrace(): Promise<void> {
  await view.locator('.plot').focus();
  // The workbench knows where the keyboard is a moment later.
  await session.page.waitForTimeout(500);
}

describe('a recording in a real workbench', { skip: reason, timeout: 300_000 }, () => {
  before(async () => {
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    copyFileSync(shared('minis', '19911002-2.abf'), path.join(folder, 'long.abf'));
    session = await WorkbenchSession.start({
      folder,
      settings: { 'miniml.model_path': shared('models', 'GC_lstm_model.h5'), 'miniml.win_size': 1600 },
    });
  });
  after(() => session?.stop());

  test('a double click shows the trace in its unit', async () => {
    await session.openFile('cell.abf');
    view = session.webview();
    // The axes are there before the trace is.
    await eventually(async () => {
      assert.match((await label())!, /^AI #0 from 0.s to 9\.90.s, −\d+ to −\d+.pA(,|$)/);
    });
  });

  test('the events in view are there before a detection, and remain after it', async () => {
    const begun = performance.now();
    const found = await eventually(async () => {
      const events = /, (\d+) events before a detection$/.exec((await label())!);
      assert.ok(events, (await label())!);
      return Number(events[1]);
    }, 60_000);
    console.log(
      `  ${found} events in 9.9 s before a detection, after ${Math.round(performance.now() - begun)} ms`,
    );
    assert.ok(found > 20, `${found} events`);
  });

  test('the command finds events; keys walk along them', async () => {
    await session.command('miniML: Detect Events');
    await view.locator('.counts', { hasText: /^\d+ events/ }).waitFor({ timeout: 60_000 });
    await focusTrace();
    await session.page.keyboard.press('n');
    await position(/^1 of /);
    await session.page.keyboard.press('n');
    await position(/^2 of /);
    await session.page.keyboard.press('p');
    await position(/^1 of /);
    await session.page.keyboard.press('Enter');
    await view.locator('.plot[aria-label*="ms to"]').waitFor();
    await session.page.keyboard.press('Shift+Slash');
    await view.locator('dialog[open]').waitFor();
    await session.page.keyboard.press('Escape');
    await view.locator('dialog[open]').waitFor({ state: 'detached' });
  });

  test('a view that was hidden comes back as it was', async () => {
    const stretch = async () => /from .*? to [^,]*/.exec((await label())!)![0];
    const before = await stretch();
    await session.openFile('long.abf');
    await session.webview().locator('.plot[aria-label*="mV"]').waitFor({ timeout: 30_000 });
    await session.page.locator('.tab', { hasText: 'cell.abf' }).click();
    view = session.webview();
    await position(/^1 of /);
    assert.equal(await stretch(), before);
  });

  test('results are exported to a folder that is asked for', async () => {
    await focusTrace();
    await session.page.keyboard.press('e');
    // Until it lists the folder it begins in, the dialog takes nothing.
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: /^\.\./ }).waitFor();
    await session.page.locator('.quick-input-widget input').fill(`${folder}/`);
    await session.page.locator('.quick-input-widget').getByText('Export Here').click();
    for (const ending of ['results.h5', 'individual.csv', 'avgs.csv', 'events.csv']) {
      const file = path.join(folder, `cell_${ending}`);
      for (let i = 0; i < 50 && !existsSync(file); i++) await session.page.waitForTimeout(200);
      assert.ok(existsSync(file), ending);
    }
  });

  test('the cleaned trace is exported as ABF where the dialog says, and opens as a recording', async () => {
    await focusTrace();
    await session.command('miniML: Export Recording…');
    const { page } = session;
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Cleaned Trace' }).click();
    const file = path.join(folder, 'cell_cleaned.abf');
    await answerFileDialog(session, file);
    await page.locator('.notification-toast', { hasText: 'cell_cleaned.abf written' }).waitFor();
    const [raw, cleaned] = await Promise.all(
      [path.join(folder, 'cell.abf'), file].map((one) => openRecording(one, {})),
    );
    assert.deepEqual(
      [cleaned.rateHz, cleaned.channels[0].unit, cleaned.sweeps[0].samples],
      [raw.rateHz, 'pA', raw.sweeps[0].samples],
    );
    raw.close();
    cleaned.close();
  });

  test('a detection is cancelled within a second', async () => {
    await session.page.locator('.tab', { hasText: 'long.abf' }).click();
    view = session.webview();
    await view.locator('.plot[aria-label*="mV"]').waitFor({ timeout: 30_000 });
    await focusTrace();
    await session.page.keyboard.press('d');
    await view.locator('.detection-progress', { hasText: '%' }).waitFor({ timeout: 30_000 });
    const begun = performance.now();
    await session.page.keyboard.press('Escape');
    await view.locator('.detection-progress').waitFor({ state: 'hidden' });
    const seconds = (performance.now() - begun) / 1000;
    assert.ok(seconds < 2, `${seconds.toFixed(2)} s, with what the workbench takes for a key`);
    assert.ok(await view.locator('.note-failure').isHidden());
  });

  test('facts of a recording open in a page', async () => {
    await session.command('miniML: Open Recording Info');
    await session.webview().locator('h1', { hasText: 'long.abf' }).waitFor({ timeout: 15_000 });
  });
});
