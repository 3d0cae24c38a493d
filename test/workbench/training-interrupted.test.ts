import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { readModel } from '../../src/engine/network/keras/read-model';
import { trainingRecordOf } from '../../src/engine/training/training-record';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { madeUpTrainingSet } from '../support/training-sets';
import { processesOf } from '../support/workbench/processes';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const skip = typeof workbench === 'string' ? workbench : false;

const folder = mkdtempSync(path.join(temporaryFolder(), 't-'));
/** Trains until it is stopped. */
const endless = { 'miniml.resample_to_600': false, 'miniml.epochs': 10_000, 'miniml.patience': 10_000 };
let session: WorkbenchSession;

/** Settings of the folder; the workbench follows the file. */
function configure(settings: Record<string, unknown>): void {
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}

async function openSet(): Promise<void> {
  await session.openFile('scored.h5');
  await (await session.webviewWith('.window-number')).locator('.window-number').waitFor();
}

/** Trains from scratch on the set in the editor, into a model of this name. */
async function train(name: string): Promise<FrameLocator> {
  const { page } = session;
  await session.command('miniML: Train Model');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'scored.h5' }).waitFor();
  const input = page.locator('.quick-input-widget input');
  await input.fill(path.join(folder, name));
  await input.press('Enter');
  return session.webviewWith('h1');
}

const statusOf = (view: FrameLocator, text: RegExp) =>
  view.locator('.status', { hasText: text }).waitFor({ timeout: 120_000 });

/** Trains endlessly, and comes back when a checkpoint is there to go on from. */
async function trainAWhile(name: string): Promise<FrameLocator> {
  const view = await train(name);
  await statusOf(view, /^epoch \d+ of at most 10000/);
  await eventually(async () => assert.ok(existsSync(path.join(folder, `${name}.checkpoint`))));
  return view;
}

async function stop(view: FrameLocator): Promise<void> {
  await view.locator('vscode-button', { hasText: 'Stop and Keep the Best' }).click();
  await statusOf(view, /stopped by you; the best epoch is kept/);
}

/** A notification in the centre, which the status bar's bell opens: toasts come and go by themselves. */
async function listed(text: string): Promise<Locator> {
  const found = session.page.locator('.notifications-center .notification-list-item', { hasText: text });
  for (let attempt = 0; attempt < 20 && (await found.count()) === 0; attempt++) {
    await session.command('Notifications: Show Notifications');
    await found
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => {});
  }
  return found;
}

/** Epochs that the model of this name was trained for. */
async function epochsOf(name: string): Promise<number> {
  const { attributes } = await readModel(path.join(folder, name));
  return trainingRecordOf(attributes)!.history.length;
}

describe('a training that is interrupted in a real workbench', { skip, timeout: 900_000 }, () => {
  before(async () => {
    await madeUpTrainingSet(folder, 'scored.h5', { seed: 3, windows: 60, length: 60 });
    // No window says which recording it is from.
    configure({ ...endless, 'miniml.split': 'recording' });
    session = await WorkbenchSession.start({ folder });
    await openSet();
  });
  after(() => session?.stop());

  test('fails at a setting, and trying again takes the setting as it was mended', async () => {
    const view = await train('mended.h5');
    await view.locator('[role=alert]', { hasText: 'split is recording, but' }).waitFor({ timeout: 60_000 });
    configure(endless);
    // The workbench takes a moment to read the file; until then the old value is the one that is set.
    await eventually(async () => {
      const again = view.locator('vscode-button', { hasText: 'Try Again' });
      if (await again.isVisible()) await again.click();
      await view.locator('.status', { hasText: /^epoch \d+/ }).waitFor({ timeout: 5000 });
    });
    assert.equal(await view.locator('[role=alert]').isVisible(), false);
    await stop(view);
    assert.ok(existsSync(path.join(folder, 'mended.h5')));
  });

  test('goes on when its tab is closed, and keeps the best when its notification is cancelled', async () => {
    await session.command('View: Close All Editors');
    await openSet();
    await trainAWhile('closed.h5');
    await session.command('View: Close All Editors');
    const running = await listed('Training closed.h5');
    await running.filter({ hasText: /per epoch, at most .* left/ }).waitFor();
    await running.hover();
    await running.getByRole('button', { name: 'Cancel' }).click();
    // The workbench closes it at once; the engine ends its batch and saves.
    await eventually(async () => {
      assert.ok((await epochsOf('closed.h5')) >= 1);
      assert.ok(!existsSync(path.join(folder, 'closed.h5.checkpoint')));
    });
  });

  test('says once that the engine ended, and goes on from its last epoch when tried again', async () => {
    await openSet();
    const view = await trainAWhile('crashed.h5');
    const engines = processesOf(session.server.pid, 'miniml.js --serve');
    assert.equal(engines.length, 1);
    process.kill(engines[0], 'SIGKILL');
    await statusOf(
      view,
      /^The training failed after epoch \d+\. Try again with the same settings to resume it\.$/,
    );
    await view
      .locator('[role=alert]', { hasText: /^The engine ended unexpectedly \(SIGKILL\)\.$/ })
      .waitFor();
    assert.equal(await (await listed('The engine ended unexpectedly')).count(), 1);
    assert.ok(!existsSync(path.join(folder, 'crashed.h5')));
    await view.locator('vscode-button', { hasText: 'Try Again' }).click();
    await statusOf(view, /resumed after \d+ epoch/);
    await stop(view);
    const [, resumed] = /resumed after (\d+)/.exec(await view.locator('.status').innerText())!;
    assert.ok((await epochsOf('crashed.h5')) >= Number(resumed));
  });

  test('is offered to go on when its window was loaded again', async () => {
    await session.command('View: Close All Editors');
    await openSet();
    await trainAWhile('reloaded.h5');
    await session.openFolder(folder);
    await openSet();
    const offered = await listed('The training of reloaded.h5 was interrupted');
    await offered.getByRole('button', { name: 'Resume' }).click();
    const view = await session.webviewWith('h1');
    await statusOf(view, /resumed after \d+ epoch/);
    await stop(view);
    assert.ok(existsSync(path.join(folder, 'reloaded.h5')));
  });

  test('is offered to go on after the workbench was killed, also another day, until it is discarded', async () => {
    await session.command('View: Close All Editors');
    await openSet();
    await trainAWhile('killed.h5');
    const profile = await session.kill();
    const checkpoint = path.join(folder, 'killed.h5.checkpoint');
    const left = readFileSync(checkpoint);
    session = await WorkbenchSession.start({ folder, profile });
    await openSet();
    assert.equal(await (await listed('The training of killed.h5 was interrupted')).count(), 1);
    assert.deepEqual(readFileSync(checkpoint), left, 'nothing happens before the answer');
    await session.kill();
    session = await WorkbenchSession.start({ folder, profile });
    await openSet();
    const offered = await listed('The training of killed.h5 was interrupted');
    await offered.getByRole('button', { name: 'Discard' }).click();
    await eventually(async () => assert.ok(!existsSync(checkpoint)));
    assert.ok(!existsSync(path.join(folder, 'killed.h5')));
  });
});
