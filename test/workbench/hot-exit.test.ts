import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { isObject, jsonValue } from '../../src/engine/files/fields';
import { readResults } from '../../src/engine/results/read-h5';
import { readTrainingSet } from '../../src/engine/training/read-training-set';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { writeLargeTrainingSet } from '../support/large-training-set';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { busyRecording, recordedResults } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const temporary = temporaryFolder();

describe('a workbench that is closed with unsaved edits', {
  skip: typeof workbench === 'string' ? workbench : false,
  timeout: 400_000,
}, () => {
  let session: WorkbenchSession;
  let results: string;
  let windows: string;
  /** Both files as they lie on the disk. */
  let untouched: Buffer[];
  let found: number[];

  const onDisk = () => [results, windows].map((file) => readFileSync(file));
  const dirtyTabs = () => session.page.locator('.tab.dirty');
  const tab = (file: string) => session.page.locator('.tab', { hasText: path.basename(file) });

  /** The view of a file that is open. */
  async function show(file: string, view: string): Promise<FrameLocator> {
    await tab(file).click();
    return session.webviewWith(`.${view}:not(.hidden)`);
  }

  /** What VS Code keeps of our documents: an entry an edit that is in no file. */
  function backups(): unknown[][] {
    const storage = path.join(session.server.folder, 'data/User/workspaceStorage');
    return readdirSync(storage, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      if (!entry.isFile()) return [];
      const kept = jsonValue(readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
      return isObject(kept) && 'key' in kept && Array.isArray(kept['edits']) ? [kept['edits']] : [];
    });
  }

  async function bothAreAsTheyWere(): Promise<void> {
    await dirtyTabs().nth(1).waitFor({ timeout: 60_000 });
    assert.equal(await dirtyTabs().count(), 2);
    const curating = await show(results, 'results');
    await curating.locator('.counts', { hasText: '2 deleted · 1 excluded' }).waitFor({ timeout: 60_000 });
    const scoring = await show(windows, 'scoring');
    await scoring.locator('.progress-words', { hasText: '3 / 60' }).waitFor({ timeout: 60_000 });
    for (const score of ['score0', 'score1', 'score2'])
      await scoring.locator(`.count.${score} .count-number`, { hasText: /^1$/ }).waitFor();
    assert.equal(await dirtyTabs().count(), 2);
    assert.deepEqual(onDisk(), untouched);
  }

  before(async () => {
    results = await recordedResults(temporary, busyRecording);
    windows = path.join(path.dirname(results), 'windows.h5');
    await writeLargeTrainingSet(windows, 60);
    untouched = onDisk();
    found = (await readResults(results)).detection.events.map(({ location }) => location);
    session = await WorkbenchSession.start({
      folder: path.dirname(results),
      settings: { 'files.autoSave': 'off', 'files.hotExit': 'onExitAndWindowClose' },
    });
  });
  after(() => session?.stop());

  test('is about two files, neither of which is written', async () => {
    await session.openFile(path.basename(windows));
    const scoring = await session.webviewWith('.scoring:not(.hidden)');
    await scoring.locator('.score-button.score1').click();
    await scoring.locator('.score-button.score0').click();
    await scoring.locator('.score-button.score2').click();
    await scoring.locator('.progress-words', { hasText: '3 / 60' }).waitFor();
    await session.openFile(path.basename(results));
    const curating = await session.webviewWith('.results:not(.hidden)');
    await curating.locator('vscode-button[aria-label^="Delete"]').click();
    await curating.locator('.counts', { hasText: '1 deleted' }).waitFor();
    await curating.locator('vscode-button[aria-label^="Delete"]').click();
    await curating.locator('.counts', { hasText: '2 deleted' }).waitFor();
    await curating.locator('vscode-button[aria-label^="Exclude"]').click();
    await bothAreAsTheyWere();
    const [first, second, third] = found;
    const kept = [
      [
        { kind: 'delete', locations: [first, second] },
        { kind: 'exclude', locations: [third] },
      ],
      [{ w: [0, 1, 2], s: [1, 0, 2] }],
    ];
    await eventually(async () => assert.deepEqual(new Set(backups()), new Set(kept)));
  });

  test('shows them when its window is reloaded', async () => {
    await session.reloadWindow();
    await bothAreAsTheyWere();
  });

  test('shows them when window and server are started again', async () => {
    await session.closeAndReopen(path.dirname(results));
    await bothAreAsTheyWere();
  });

  test('writes them when they are saved, and nothing is left to come back', async () => {
    await session.command('File: Save All');
    await dirtyTabs().first().waitFor({ state: 'detached' });
    await eventually(async () => assert.equal(await dirtyTabs().count(), 0));
    const { detection, deleted } = await readResults(results);
    assert.equal(deleted.events.length, 2);
    assert.equal(detection.events.length, 58);
    const { scores } = await readTrainingSet(windows);
    assert.deepEqual([...scores.slice(0, 4)], [1, 0, 2, -1]);
    await session.command('View: Close All Editors');
    await tab(results).waitFor({ state: 'detached' });
    await session.openFile(path.basename(results));
    const curating = await session.webviewWith('.results:not(.hidden)');
    await curating.locator('.counts', { hasText: '2 deleted · 1 excluded' }).waitFor();
    assert.equal(await curating.locator('.note-recovered').count(), 0);
    assert.equal(await dirtyTabs().count(), 0);
    // A backup that nothing refers to would come back with its window.
    await session.reloadWindow();
    const anew = await session.webviewWith('.results:not(.hidden)');
    await anew.locator('.counts', { hasText: '2 deleted · 1 excluded' }).waitFor();
    assert.equal(await anew.locator('.note-recovered').count(), 0);
    assert.equal(await dirtyTabs().count(), 0);
    assert.deepEqual(
      await readTrainingSet(windows).then((set) => [...set.scores.slice(0, 4)]),
      [1, 0, 2, -1],
    );
  });
});
