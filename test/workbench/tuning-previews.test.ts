import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason =
  typeof workbench === 'string'
    ? workbench
    : withoutShared || (baseModelPath() ? false : 'the base model is not here');

/** Runs in the page: notes how long after a field has changed its preview is on the screen, in milliseconds. */
function watchPreviews(): void {
  const shown: number[] = [];
  let changed = 0;
  window.addEventListener(
    'input',
    ({ timeStamp }) => {
      changed = timeStamp;
    },
    true,
  );
  window.addEventListener('message', ({ data }) => {
    if (data.type !== 'response' || !data.response?.spectrum) return;
    // The view draws in the next frame; a message is taken up when that is done.
    requestAnimationFrame(() => {
      const done = new MessageChannel();
      done.port1.onmessage = () => shown.push(performance.now() - changed);
      done.port2.postMessage(null);
    });
  });
  Object.assign(globalThis, { shown });
}

describe('filters and preprocessing are tuned in a real workbench', {
  skip: reason,
  timeout: 600_000,
}, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 't-'));
  const file = path.join(folder, 'cell.miniml.json');
  let session: WorkbenchSession;
  let panel: FrameLocator;

  before(async () => {
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    writeFileSync(file, '// Cell 7\n{ "win_size": 1600 }\n');
    session = await WorkbenchSession.start({ folder, viewport: { width: 1600, height: 950 } });
  });
  after(async () => {
    await session?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The panel's frame: the one of the visible ones with tabs. */
  async function tuningPanel(): Promise<FrameLocator> {
    const frames = session.page.locator('iframe.webview.ready').filter({ visible: true });
    for (let left = 150; left > 0; left--) {
      for (const frame of await frames.all()) {
        const inside = frame.contentFrame().locator('iframe#active-frame').contentFrame();
        if ((await inside.getByRole('tablist').count()) > 0) return inside;
      }
      await session.page.waitForTimeout(200);
    }
    throw new Error('The tuning panel does not come.');
  }

  async function written(says: RegExp): Promise<void> {
    for (let left = 100; left > 0 && !says.test(readFileSync(file, 'utf8')); left--)
      await session.page.waitForTimeout(200);
    assert.match(readFileSync(file, 'utf8'), says);
  }

  test('three strengths of smoothing on the events of the recording; one is taken and written', async () => {
    await session.openFile('cell.abf');
    await session.webview().locator('.plot[aria-label*="pA"]').waitFor({ timeout: 60_000 });
    await session.command('miniML: Tune Parameters');
    panel = await tuningPanel();
    await panel.getByRole('tab', { name: 'Smoothing' }).click();
    const heads = panel.locator('.strength-head');
    await heads
      .nth(2)
      .filter({ hasText: /^More\s*40 samples.*[1-9]\d* events/ })
      .waitFor({ timeout: 240_000 });
    assert.match((await heads.nth(1).textContent())!, /^Current\s*20 samples.*[1-9]\d* events.*pA\/s/);
    await panel.getByRole('button', { name: /^Use This: 10 samples/ }).click();
    await heads
      .nth(1)
      .filter({ hasText: /^Current\s*10 samples/ })
      .waitFor({ timeout: 60_000 });
    await panel.getByRole('button', { name: 'Use These Parameters' }).click();
    await written(/"convolve_win": 10/);
  });

  test('the preview follows a field that changes', async (t) => {
    await panel.getByRole('tab', { name: 'Filters' }).click();
    await panel.locator('.previews .plot[aria-label*="After"]').waitFor({ timeout: 60_000 });
    const body = panel.locator('body');
    await body.evaluate(watchPreviews);
    const shown = () => body.evaluate(() => (globalThis as unknown as { shown: number[] }).shown);
    /** Sets a field, and says how long it took until a preview of it was on the screen. */
    const timeOf = async (field: Locator, value: string) => {
      const before = (await shown()).length;
      await field.fill(value);
      await eventually(async () => assert.ok((await shown()).length > before));
      return (await shown())[before];
    };
    const times = async (name: string, values: number[]) => {
      const field = panel.getByLabel(new RegExp(`(^| )${name}$`));
      // The first one fits the plots to what they show, which may be asked for anew.
      await timeOf(field, String(values[0] + 1));
      const taken: number[] = [];
      for (const value of values) taken.push(await timeOf(field, String(value)));
      await timeOf(field, '');
      const [least, median, most] = [0, 0.5, 1].map((share) =>
        taken.sort((a, b) => a - b)[Math.floor(share * (taken.length - 1))].toFixed(0),
      );
      t.diagnostic(`${name} to its preview: median ${median} ms, from ${least} to ${most} ms`);
    };
    await times(
      'lowpass',
      Array.from({ length: 15 }, (_, i) => 800 + 100 * i),
    );
    await times(
      'highpass',
      Array.from({ length: 9 }, (_, i) => 1 + i),
    );
    await times(
      'hann',
      Array.from({ length: 9 }, (_, i) => 11 + 2 * i),
    );
  });

  test('an excluded interval is written, and hatched in the trace editor', async () => {
    await panel.getByLabel(/ highpass$/).fill('1e6');
    await panel
      .locator('.field-error', { hasText: /^highpass is 1000000 Hz but must be below half/ })
      .waitFor({ timeout: 60_000 });
    await panel.getByLabel(/ highpass$/).fill('');
    await panel.getByLabel('Start of the interval in seconds').fill('2');
    await panel.getByLabel('End of the interval in seconds').fill('2.5');
    await panel.getByRole('button', { name: 'Exclude Interval' }).click();
    await panel.locator('.intervals li', { hasText: '2–2.5 s' }).waitFor({ timeout: 30_000 });
    await panel.getByRole('button', { name: 'Use These Parameters' }).click();
    await written(/"exclude": "2–2\.5"/);
    const frames = session.page.locator('iframe.webview.ready').filter({ visible: true });
    const labels = async () =>
      Promise.all(
        (await frames.all()).map((frame) =>
          frame
            .contentFrame()
            .locator('iframe#active-frame')
            .contentFrame()
            .locator('.stage .plot')
            .getAttribute('aria-label', { timeout: 1000 })
            .catch(() => null),
        ),
      );
    let said: (string | null)[] = [];
    for (let left = 30; left > 0; left--) {
      said = await labels();
      if (said.some((label) => label?.includes('1 excluded interval'))) return;
      await session.page.waitForTimeout(500);
    }
    assert.fail(`No trace says what is left out: ${said.join(' | ')}`);
  });
});
