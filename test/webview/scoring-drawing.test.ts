import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { defaultParameters } from '../../src/common/parameters/parameters';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { inProcessEngine } from '../support/in-process-engine';
import { shared, withoutShared } from '../support/shared';
import { openScoring, type ScoringBench } from './support/scoring-host';
import { closeBrowser, withoutBrowser } from './support/view';

// What the scoring editor draws of windows that know which recording they are from.

const folder = temporaryFolder();
after(closeBrowser);

const pixelsOf = ({ view }: ScoringBench, selector: string) =>
  view.page.locator(`${selector} canvas`).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

describe('windows of a known recording', { skip: withoutBrowser || withoutShared }, () => {
  const out = path.join(folder, 'windows.h5');
  let bench: ScoringBench;

  before(async () => {
    await inProcessEngine().request('extract', {
      recordings: [
        {
          path: shared('sim-mepsc', 'Sim1', 'Simulation.abf'),
          parameters: { ...defaultParameters(), win_size: 1400, max_per_recording: 20 },
        },
      ],
      out,
      overwrite: false,
      backend: 'cpu',
      threads: 1,
    });
    bench = await openScoring(out, path.join(folder, 'journals'));
    await bench.view.page.locator('.surroundings-text', { hasText: 'Simulation.abf' }).waitFor();
  });

  test('the recording around the window is drawn, and follows the window', async () => {
    const { view } = bench;
    const words = view.page.locator('.surroundings-text');
    const first = await words.innerText();
    assert.match(first, /^Simulation\.abf at \d+(\.\d+)?\s(s|ms)$/);
    const around = await pixelsOf(bench, '.surroundings');
    await view.notify('action', 'next');
    await eventually(async () => {
      assert.match(await words.innerText(), /^Simulation\.abf at /);
      assert.notEqual(await words.innerText(), first);
      assert.notEqual(await pixelsOf(bench, '.surroundings'), around);
    });
    await view.notify('action', 'toggleSurroundings');
    await view.page.locator('.surroundings').waitFor({ state: 'hidden' });
    await view.notify('action', 'toggleSurroundings');
    await view.page.locator('.surroundings').waitFor({ state: 'visible' });
  });

  test('a smoothed trace lies over the raw one while it is asked for', async () => {
    const { view } = bench;
    const button = view.page.locator('vscode-button[aria-label="Smoothed trace"]');
    const raw = await pixelsOf(bench, '.picture');
    await button.click();
    await eventually(async () => assert.notEqual(await pixelsOf(bench, '.picture'), raw));
    await eventually(async () => assert.equal(await button.getAttribute('aria-pressed'), 'true'));
    await view.notify('action', 'toggleSmooth');
    await eventually(async () => assert.equal(await pixelsOf(bench, '.picture'), raw));
  });

  test('a recording that is gone is no loss: the windows stay, and why is said', async () => {
    const lost = await openScoring(
      shared('training', 'B_2020-06-09_002_example_training_data.h5'),
      path.join(folder, 'journals'),
    );
    const words = lost.view.page.locator('.surroundings.without-recording .surroundings-text');
    await words.waitFor();
    assert.match(await words.innerText(), /\w+.*\.$/);
    assert.match(await lost.view.page.locator('.window-number').innerText(), /^1 of 530/);
    await lost.view.close();
  });
});
