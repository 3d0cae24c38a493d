import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { writeHdf5 } from '../../src/engine/files/hdf5/hdf5';
import { baseModelPath } from '../../src/engine/files/model-path';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { syntheticTrace } from '../support/synthetic-trace';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { THEMES } from '../support/workbench/themes';
import { writeAbf } from '../support/write-abf';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() ? false : 'the base model is not here';

/** Where pictures go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

/** Noise, and two recordings with events. */
const recordings = {
  'quiet.abf': [],
  'cell_01.abf': [2500, 7000, 12_000].map((onset) => ({ onset, amplitude: -25 })),
  'cell_02.abf': [3500, 9000, 15_000].map((onset) => ({ onset, amplitude: -25 })),
};

describe('recordings that need an answer, in a real workbench', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'f-'));
  let session: WorkbenchSession;

  /** With the side bar and in a view of 500 px, in every theme. */
  async function look(name: string): Promise<void> {
    if (!pictures) return;
    for (const [title, theme] of Object.entries(THEMES)) {
      await session.theme(title);
      for (const width of [1400, 850]) {
        await session.page.setViewportSize({ width, height: 900 });
        await session.page.waitForTimeout(700);
        await session.page.screenshot({ path: path.join(pictures, `${name}-${theme}-${width}.png`) });
      }
    }
    await session.page.setViewportSize({ width: 1400, height: 900 });
  }

  before(async () => {
    for (const [name, events] of Object.entries(recordings)) {
      const { samples, rateHz, ...trace } = syntheticTrace({ samples: 20_000, noise: 1, events });
      writeAbf(path.join(folder, name), {
        rateHz,
        channels: [{ name: 'I_mon', unit: 'pA' }],
        sweeps: [samples],
        format: 'float32',
        stored: (from, to) => Float32Array.from(trace.read(from, to)),
      });
    }
    await writeHdf5(path.join(folder, 'plain.h5'), (file) => {
      const { samples, read } = syntheticTrace({
        samples: 20_000,
        noise: 1,
        events: recordings['cell_01.abf'],
      });
      file.create_dataset({ name: 'mini_data', data: Float32Array.from(read(0, samples)), shape: [samples] });
    });
    session = await WorkbenchSession.start({ folder });
  });
  after(() => session?.stop());

  test('a recording without a rate is asked about, and the field is empty', async () => {
    await session.openFile('plain.h5');
    const view = session.webview();
    await view.getByText('plain.h5 has no sampling rate.').waitFor({ timeout: 60_000 });
    const rate = view.getByRole('textbox', { name: /Sampling rate/ });
    assert.equal(await rate.inputValue(), '', 'no rate is invented');
    await look('no-rate');
    await view.getByText('Show the Trace').click();
    await view.locator('.error', { hasText: /above 0/ }).waitFor();
    await rate.fill('20000');
    await view.getByText('Show the Trace').click();
    await view.locator('.plot[aria-label*="to 1.00"]').waitFor({ timeout: 30_000 });
  });

  test('where nothing is found the view says how near the model came, with a button, and has no empty table', async () => {
    await session.openFile('quiet.abf');
    const view = session.webview();
    await view.locator('.plot[aria-label*="pA"]').waitFor({ timeout: 60_000 });
    await session.command('miniML: Detect Events');
    const note = view.locator('.note-no-events');
    await note.waitFor({ timeout: 120_000 });
    assert.match((await note.textContent())!, /highest probability is less than 0\.01, below/);
    await note.getByRole('button', { name: 'Choose Parameters and Detect' }).waitFor();
    assert.equal(await view.locator('.event-table').count(), 0);
    await look('no-events');
    await note.getByRole('button', { name: /^Show Highest/ }).click();
    await eventually(async () =>
      assert.doesNotMatch(
        (await view.locator('.plot').first().getAttribute('aria-label'))!,
        /from 0\ss to 1\.00\ss/,
      ),
    );
  });

  const results = ['quiet', 'cell_01', 'cell_02'].map((stem) => path.join(folder, `${stem}_results.h5`));
  const times = () => results.map((file) => statSync(file).mtimeMs);

  /** Detects in all recordings of the folder, with the results in it. */
  async function detectInAll(): Promise<void> {
    await chooseAllHere(/^All \d recordings/, () =>
      session.command('miniML: Detect in All Recordings Here…'),
    );
  }
  async function chooseAllHere(all: string | RegExp, ask: () => Promise<void>): Promise<void> {
    const widget = session.page.locator('.quick-input-widget');
    const row = session.page.locator('.quick-input-list .monaco-list-row', { hasText: all });
    const next = widget.locator('.monaco-button', { hasText: 'Export Here' });
    for (let left = 3; ; left--)
      try {
        await ask();
        await row.click({ timeout: 10_000 });
        await next.waitFor({ timeout: 10_000 });
        break;
      } catch (thrown) {
        // An editor that takes the focus just then takes the list with it.
        await session.page.keyboard.press('Escape');
        if (left === 0) throw thrown;
      }
    // While the dialog still lists the folder it begins in, it takes nothing.
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: /^\.\./ }).waitFor();
    await widget.locator('.monaco-button', { hasText: 'Export Here' }).click();
  }
  const answer = (button: string) =>
    session.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).click();

  test('Detect in All writes results, and its message leads to the list of recordings', async () => {
    await session.page.locator('.tab', { hasText: 'plain.h5' }).click();
    await session.command('View: Show Explorer');
    await detectInAll();
    const done = session.notification(/\d+ events in \d of \d recordings/);
    await done.waitFor({ timeout: 240_000 });
    for (const file of results) assert.ok(existsSync(file), file);
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'batch-done.png') });
    await done.getByRole('button', { name: 'Show Recordings' }).click();
    await session.page
      .locator('.sidebar .monaco-list-row', { hasText: 'cell_01.abf' })
      .filter({ hasText: /\d+ events/ })
      .waitFor({ timeout: 30_000 });
  });

  test('existing results are asked about once: kept, then replaced', async () => {
    const before = times();
    await detectInAll();
    await session.page
      .locator('.monaco-dialog-box', { hasText: /Replace the results of \d recordings\?/ })
      .waitFor();
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'replace-all.png') });
    await answer('Keep Existing');
    await session.notification(/events in \d of \d recordings/).waitFor({ timeout: 240_000 });
    assert.deepEqual(times(), before);
    await session
      .notification(/events in/)
      .getByRole('button', { name: 'Show Recordings' })
      .click();
    await detectInAll();
    await answer('Replace All');
    await session.notification(/events in \d of \d recordings/).waitFor({ timeout: 240_000 });
    times().forEach((time, i) => {
      assert.ok(time > before[i], results[i]);
    });
  });

  test('the Explorer detects in a folder; a batch that is cancelled says what it did', async () => {
    const day = path.join(folder, 'day 1');
    mkdirSync(day);
    copyFileSync(path.join(folder, 'cell_01.abf'), path.join(day, 'a.abf'));
    const { samples, rateHz, read } = syntheticTrace({ samples: 3_000_000, noise: 1, events: [] });
    writeAbf(path.join(day, 'b.abf'), {
      rateHz,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [samples],
      format: 'float32',
      stored: (from, to) => Float32Array.from(read(from, to)),
    });
    await session.command('View: Close All Editors');
    await session.command('View: Show Explorer');
    await session.command('Notifications: Clear All Notifications');
    await session.page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'day 1' }).waitFor();
    await chooseAllHere('All 2 recordings', () =>
      session.explorerMenu('day 1', 'Detect in All Recordings Here'),
    );
    const running = session.notification(/2 of 2, b\.abf/);
    await running.waitFor({ timeout: 120_000 });
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'batch-running.png') });
    await running.getByRole('button', { name: 'Cancel' }).click();
    const done = session.notification(
      /Cancelled after 1 of 2 recordings: 3 events\. Their results were written\./,
    );
    await done.waitFor({ timeout: 30_000 });
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'batch-cancelled.png') });
    assert.deepEqual(
      [existsSync(path.join(day, 'a_results.h5')), existsSync(path.join(day, 'b_results.h5'))],
      [true, false],
    );
  });

  test('the Explorer compares two results that are selected', async () => {
    copyFileSync(results[1], path.join(folder, 'cell_01 again_results.h5'));
    const row = (name: string) =>
      session.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await row('cell_01 again_results.h5').click();
    // The Explorer selects a file alone whose editor opens.
    await session.webviewWith('.event-table');
    await session.page.waitForTimeout(1000);
    await row('cell_01_results.h5').click({ modifiers: ['Control'] });
    await session.explorerMenu('cell_01_results.h5', 'Compare Results');
    const view = await session.webviewWith('.comparison-summary');
    await view
      .locator('.comparison-summary', { hasText: /0 gained, 0 lost, 0 moved; 3 events in both/ })
      .waitFor();
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'explorer-compared.png') });
  });
});
