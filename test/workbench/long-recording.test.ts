import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { Random } from '../../src/engine/signal/random';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { THEMES } from '../support/workbench/themes';
import { writeAbf } from '../support/write-abf';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() ? false : 'the base model is not here';

/** Where pictures go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

const RATE_HZ = 50_000;
const HOURS = 8;
const SLOW_SAMPLES = 10_000_000;

describe('eight hours in a real workbench', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'l-'));
  let session: WorkbenchSession;
  let view: FrameLocator;

  const label = async () => (await view.locator('.plot').first().getAttribute('aria-label')) ?? '';

  async function look(name: string): Promise<void> {
    if (!pictures) return;
    for (const [title, theme] of Object.entries(THEMES)) {
      await session.theme(title);
      await session.page.waitForTimeout(700);
      await session.page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
    }
  }

  before(async () => {
    // Zeros that take no room on the disk, 2.9 GB of them.
    writeAbf(path.join(folder, 'night.abf'), {
      rateHz: RATE_HZ,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [HOURS * 3600 * RATE_HZ],
      tags: [
        { time_s: 3700, comment: 'TTX 1 uM, and what else was in the bath at that time' },
        { time_s: 3900, comment: 'washed out' },
        { time_s: 20_000, comment: 'gabazine' },
      ],
    });
    // A window per sample, of noise: half an hour for the network.
    const noise = new Random(7);
    writeAbf(path.join(folder, 'slow.abf'), {
      rateHz: RATE_HZ,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [SLOW_SAMPLES],
      format: 'float32',
      stored: (from, to) => Float32Array.from({ length: to - from }, () => noise.uniform()),
    });
    // What computes is a setting of the machine or the workspace.
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      '{ "miniml.backend": "cpu", "miniml.stride": 1 }',
    );
    session = await WorkbenchSession.start({ folder });
  });
  after(() => session?.stop());

  test('what is not read yet is said and hatched until all of it is', async (t) => {
    const began = performance.now();
    await session.openFile('night.abf');
    view = await session.webviewWith('.plot');
    await eventually(async () => assert.match(await label(), /\d+ % read$/), 60_000);
    const first = performance.now() - began;
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'night-unread.png') });
    await eventually(async () => assert.match(await label(), /\spA$/), 120_000);
    t.diagnostic(
      `unread parts shown after ${Math.round(first)} ms, all read after ${Math.round(performance.now() - began)} ms`,
    );
  });

  test('times are hours, minutes and seconds, also to a screen reader', async () => {
    assert.match(await label(), /0:00:00 to 8:00:00/);
    await view.locator('.plot').first().focus();
    for (let i = 0; i < 4; i++) await session.page.keyboard.press('=');
    await eventually(async () => assert.match(await label(), /from \d:\d\d:\d\d.* to \d:\d\d:\d\d/));
    const [from, to] = (await label()).match(/\d:\d\d:\d\d(\.\d+)?/g)!;
    assert.notEqual(from, to);
    await session.page.keyboard.press('0');
    await look('night');
  });

  test('the second opening is complete at once', async (t) => {
    await session.command('View: Close All Editors');
    const began = performance.now();
    await session.openFile('night.abf');
    view = await session.webviewWith('.plot');
    await eventually(async () => assert.match(await label(), /8:00:00/), 30_000);
    assert.match(await label(), /\spA$/, 'nothing is unread');
    t.diagnostic(`complete after ${Math.round(performance.now() - began)} ms`);
  });

  test('a detection of more than ten minutes offers what is faster, and is cancelled', async () => {
    await session.openFile('slow.abf');
    view = await session.webviewWith('.plot[aria-label*="3:20"]');
    await session.command('miniML: Detect Events');
    const strip = view.locator('.strip', { hasText: 'This detection takes more than ten minutes.' });
    await strip.waitFor({ timeout: 120_000 });
    await strip.getByRole('button', { name: 'Use Screening' }).waitFor();
    await look('night-detecting');
    // The setting that rules a GPU out is named as well.
    const more = strip.getByRole('button', { name: /more note/ });
    if ((await more.count()) > 0) await more.click();
    await view.getByText('The setting miniml.backend is cpu.').waitFor();
    await view.getByRole('button', { name: 'Open Settings' }).waitFor();
    await session.command('miniML: Cancel Detection');
    await view.locator('.detection-progress').waitFor({ state: 'detached', timeout: 30_000 });
  });
});
