import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { readResults } from '../../src/engine/results/read-h5';
import { miniml } from '../support/command-line';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : withoutShared;

const temporary = temporaryFolder();
const settings = { 'files.autoSave': 'off' };

let session: WorkbenchSession;
let view: FrameLocator;
let file: string;
/** In the file, before anything was edited. */
let found: number[];

const locations = async () => (await readResults(file)).detection.events.map(({ location }) => location);
const deleted = async () => (await readResults(file)).deleted.events.map(({ location }) => location);

async function openResults(): Promise<void> {
  await session.openFile(path.basename(file));
  view = session.webview();
  await view.locator('.results:not(.hidden)').waitFor({ timeout: 60_000 });
  await view.locator('.event-table .virtual-rows').focus();
  // The workbench knows where the keyboard is a moment later.
  await session.page.waitForTimeout(700);
}

async function press(...keys: string[]): Promise<void> {
  for (const key of keys) {
    await session.page.keyboard.press(key);
    await session.page.waitForTimeout(120);
  }
}

const dirtyTab = () => session.page.locator('.tab.active.dirty');
const counts = (text: string | RegExp) =>
  view.locator('.counts', { hasText: text }).waitFor({ timeout: 10_000 });
const isAt = (event: number) =>
  view.locator('.readout', { hasText: new RegExp(`event${event} of `) }).waitFor({ timeout: 5000 });

async function save(): Promise<void> {
  await press('Control+s');
  await dirtyTab().waitFor({ state: 'detached' });
}

describe('results in a real workbench', { skip: reason, timeout: 400_000 }, () => {
  before(async () => {
    const folder = mkdtempSync(path.join(temporary, 'w-'));
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    const { code, stderr } = await miniml(
      'detect',
      path.join(folder, 'cell.abf'),
      '--model',
      shared('models', 'GC_lstm_model.h5'),
      '--set',
      'win_size=1600',
      '--prediction',
      '--out',
      folder,
    );
    assert.equal(code, 0, stderr);
    file = path.join(folder, 'cell_results.h5');
    found = await locations();
    session = await WorkbenchSession.start({ folder, settings });
    await openResults();
  });
  after(() => session?.stop());

  test('events are gone through, deleted and taken back by keys', async () => {
    await counts(`${found.length} events`);
    await isAt(1);
    assert.equal(await dirtyTab().count(), 0);
    await press('ArrowDown', 'ArrowDown', 'Delete');
    await counts('1 deleted');
    await isAt(4);
    await dirtyTab().waitFor();
    await press('z');
    await counts(new RegExp(`^${found.length} events$`));
    await isAt(3);
    await dirtyTab().waitFor({ state: 'detached' });
    await press('Control+Shift+Z');
    await counts('1 deleted');
  });

  test('saving keeps what was deleted, to be restored after it was opened again', async () => {
    await press('Home', 'x');
    await counts('1 left out');
    await save();
    assert.deepEqual(await locations(), found.toSpliced(2, 1));
    assert.deepEqual(await deleted(), [found[2]]);
    assert.equal((await readResults(file)).deletedCount, 1);
    await session.command('View: Close Editor');
    await openResults();
    await counts('1 deleted · 1 left out');
    await press('Home', 'x', 'ArrowDown', 'ArrowDown', 'r');
    await counts(new RegExp(`^${found.length} events$`));
    await save();
    assert.deepEqual(await locations(), found);
  });

  test('why and an event by hand, at a point of the recording', async () => {
    await press('Home', 'Control+ArrowRight', 't');
    await view.locator('.trace-strip').focus();
    await session.page.waitForTimeout(500);
    await press('Shift+ArrowRight', 'Shift+ArrowRight', 'w');
    await view.locator('.why:not(.hidden)', { hasText: /probability|searched|event/i }).waitFor();
    const box = (await view.locator('.trace-plot').boundingBox())!;
    await session.page.mouse.dblclick(box.x + box.width * 0.62, box.y + box.height / 2);
    await counts('1 added');
    await save();
    const { detection } = await readResults(file);
    const [added] = detection.events.filter((event) => event.added);
    assert.ok(added && Number.isFinite(added.amplitude) && Number.isFinite(added.risetime_s));
    assert.equal(detection.statistics.events, found.length + 1);
    await view.locator('.event-table .virtual-rows').focus();
    await session.page.waitForTimeout(500);
    await press('z');
    await counts(new RegExp(`^${found.length} events$`));
    await save();
    assert.deepEqual(await locations(), found);
  });

  test('a workbench that is killed loses no edit', async () => {
    await press('Home', 'Delete', 'Delete');
    await counts('2 deleted');
    const profile = await session.kill();
    assert.deepEqual(await locations(), found);
    session = await WorkbenchSession.start({ folder: path.dirname(file), profile, settings });
    await session.page.waitForTimeout(3000);
    await openResults();
    await view.locator('.note-recovered', { hasText: '2 edits recovered' }).waitFor();
    await dirtyTab().waitFor();
    await save();
    assert.deepEqual(await deleted(), found.slice(0, 2));
    await view.locator('.note-recovered').waitFor({ state: 'detached' });
    await view.locator('.event-table .virtual-rows').focus();
    await session.page.waitForTimeout(500);
  });

  test('the recording opens at the event', async () => {
    await press('End', 'o');
    await session.page.locator('.tab.active', { hasText: 'cell.abf' }).waitFor({ timeout: 20_000 });
    await session.webview().locator('.plot-canvas').waitFor({ timeout: 20_000 });
  });

  const pictures = process.env['MINIML_PICTURES'];
  test('pictures', { skip: pictures ? false : 'MINIML_PICTURES names no folder' }, async () => {
    mkdirSync(pictures!, { recursive: true });
    await session.page.waitForTimeout(1500);
    await session.page.screenshot({ path: path.join(pictures!, 'recording-at-event.png') });
    await session.openFile(path.basename(file));
    await session.page.waitForTimeout(1500);
    await session.page.screenshot({ path: path.join(pictures!, 'results-workbench.png') });
  });
});
