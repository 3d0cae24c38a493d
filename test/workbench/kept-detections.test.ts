import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { temporaryFolder } from '../support/folder';
import { syntheticTrace } from '../support/synthetic-trace';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { writeAbf } from '../support/write-abf';
import { busyRecording } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() === undefined ? 'no base model' : false;

const folder = mkdtempSync(path.join(temporaryFolder(), 'k-'));
let session: WorkbenchSession;

async function show(name: string): Promise<FrameLocator> {
  await session.openFile(name);
  return session.webviewWith('.plot');
}

/** How many events the toolbar counts, once a detection is there. */
async function events(view: FrameLocator, timeout = 240_000): Promise<number> {
  const counts = view.locator('.counts', { hasText: /^\d+ events/ });
  await counts.waitFor({ timeout });
  return Number(/^\d+/.exec(await counts.innerText())![0]);
}

describe('detections in a real workbench', { skip, timeout: 600_000 }, () => {
  let found: number;

  before(async () => {
    const { samples, rateHz, ...trace } = syntheticTrace(busyRecording);
    writeAbf(path.join(folder, 'cell.abf'), {
      rateHz,
      channels: [{ name: 'I_mon', unit: 'pA' }],
      sweeps: [samples],
      format: 'float32',
      stored: (from, to) => Float32Array.from(trace.read(from, to)),
    });
    session = await WorkbenchSession.start({ folder });
  });
  after(() => session?.stop());

  test('are there when the tab was closed and the file is opened again', async () => {
    const view = await show('cell.abf');
    await session.command('miniML: Detect Events');
    found = await events(view);
    assert.ok(found > 20, `${found} events`);
    await session.command('View: Close All Editors');
    const again = await show('cell.abf');
    assert.equal(await events(again, 60_000), found);
    await again.locator('.made', { hasText: /Detected / }).waitFor();
  });

  test('are there when the window was reloaded, in its own tab', async () => {
    await session.reloadWindow();
    assert.equal(await events(await session.webviewWith('.plot'), 60_000), found);
  });
});
