import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator, Locator } from 'playwright-core';
import { baseModelPath } from '../../src/engine/files/model-path';
import { readResults } from '../../src/engine/results/read-h5';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { type SyntheticTrace, syntheticTrace } from '../support/synthetic-trace';
import { processesOf } from '../support/workbench/processes';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { writeAbf } from '../support/write-abf';
import { busyRecording } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const skip =
  typeof workbench === 'string' ? workbench : baseModelPath() === undefined ? 'no base model' : false;

const folder = mkdtempSync(path.join(temporaryFolder(), 'k-'));
let session: WorkbenchSession;

function write(name: string, recorded: SyntheticTrace): void {
  const { samples, rateHz, ...trace } = syntheticTrace(recorded);
  writeAbf(path.join(folder, name), {
    rateHz,
    channels: [{ name: 'I_mon', unit: 'pA' }],
    sweeps: [samples],
    format: 'float32',
    stored: (from, to) => Float32Array.from(trace.read(from, to)),
  });
}

/** Two minutes, two events a second: the network takes long enough to be interrupted. */
const longRecording: SyntheticTrace = {
  samples: 2_400_000,
  noise: 1.5,
  events: Array.from({ length: 240 }, (_, i) => ({ onset: 5000 + i * 9900, amplitude: -(14 + (i % 7)) })),
};

const storage = (name: string) =>
  path.join(session.server.folder, 'data/User/globalStorage/miniml.miniml', name);
const stored = (ending: string) =>
  readdirSync(storage('detections'))
    .filter((name) => name.endsWith(ending) && !name.startsWith('.'))
    .map((name) => path.join(storage('detections'), name));

async function show(name: string): Promise<FrameLocator> {
  await session.openFile(name);
  return session.webviewWith('.plot');
}

/** How many events the panel counts, once a detection is there. */
async function events(view: FrameLocator, timeout = 480_000): Promise<number> {
  const counts = view.locator('.counts', { hasText: /^\d+ events/ });
  await counts.waitFor({ timeout });
  return Number(/^\d+/.exec(await counts.innerText())![0]);
}

const progressOf = (view: FrameLocator) => view.locator('.progress-text', { hasText: /predicting: \d+/ });

/** Waits until a detection has ended, the phases after the network included. */
const ended = (view: FrameLocator) =>
  view.locator('.detection-progress').waitFor({ state: 'detached', timeout: 480_000 });

/** How far a detection is, once the network has come so far. */
async function reached(view: FrameLocator, percent: number): Promise<number> {
  let share = 0;
  await eventually(async () => {
    const text = await progressOf(view).innerText({ timeout: 1000 });
    share = Number(/predicting: (\d+)/.exec(text)![1]);
    assert.ok(share >= percent, `${share} %`);
  }, 120_000);
  return share;
}

/** Detects with an engine of its own: one that has predicted these windows would not do it again. */
async function predictAnew(): Promise<void> {
  await session.command('miniML: Restart Engine');
  await session.command('miniML: Detect Events');
}

/** Locations of the kept detection that has most events: those of the long recording. */
async function keptLocations(): Promise<number[]> {
  const found = await Promise.all(stored('.h5').map((file) => readResults(file)));
  const [most] = found
    .map(({ detection }) => detection.events.map(({ location }) => location))
    .sort((a, b) => b.length - a.length);
  return most;
}

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

describe('interrupted detections in a real workbench', { skip, timeout: 3_000_000 }, () => {
  let few: number;
  let many: number;
  let locations: number[];

  before(async () => {
    write('cell.abf', busyRecording);
    write('long.abf', longRecording);
    session = await WorkbenchSession.start({ folder });
  });
  after(() => session?.stop());

  test('are there when the tab was closed and the file is opened again', async () => {
    const view = await show('cell.abf');
    await session.command('miniML: Detect Events');
    few = await events(view);
    assert.ok(few > 20, `${few} events`);
    await session.command('View: Close All Editors');
    const again = await show('cell.abf');
    assert.equal(await events(again, 60_000), few);
    await again.locator('.made', { hasText: /Detected / }).waitFor();
  });

  test('are there when the window was reloaded, in its own tab', async () => {
    await session.reloadWindow();
    assert.equal(await events(await session.webviewWith('.plot'), 60_000), few);
  });

  test('go on when their tab is closed; notification and status bar say so and lead back', async () => {
    const view = await show('long.abf');
    await session.command('miniML: Detect Events');
    await reached(view, 1);
    await session.command('View: Close All Editors');
    const running = await listed('The detection in long.abf continues in the background.');
    assert.equal(await running.count(), 1);
    await session.command('Notifications: Clear All Notifications');
    await session.page.locator('.statusbar-item', { hasText: /long\.abf predicting: \d+/ }).click();
    await session.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Open long.abf' }).click();
    await progressOf(await session.webviewWith('.plot')).waitFor();
  });

  test('go on by themselves where their finished blocks end when the window is reloaded', async () => {
    const before = await reached(await session.webviewWith('.plot'), 15);
    await session.reloadWindow();
    const view = await session.webviewWith('.plot');
    await progressOf(view).waitFor({ timeout: 120_000 });
    const resumed = await reached(view, 1);
    assert.ok(resumed >= before - 5, `${resumed} % after ${before} %`);
    many = await events(view);
    assert.ok(many > 200, `${many} events`);
    locations = await keptLocations();
    assert.equal(locations.length, many);
    assert.deepEqual(stored('.blocks'), []);
  });

  test('go on when the engine is killed', async () => {
    const view = await session.webviewWith('.plot');
    await predictAnew();
    const before = await reached(view, 15);
    const [engine] = processesOf(session.server.pid, 'miniml.js --serve');
    process.kill(engine, 'SIGKILL');
    await eventually(async () => {
      const [next] = processesOf(session.server.pid, 'miniml.js --serve');
      assert.ok(next !== undefined && next !== engine);
    }, 60_000);
    const resumed = await reached(view, before);
    assert.ok(resumed >= before);
    await ended(view);
    assert.ok(await view.locator('.note-failure').isHidden());
    assert.deepEqual(await keptLocations(), locations);
  });

  test('go on by themselves after the workbench was killed, and lose no event', async () => {
    const view = await session.webviewWith('.plot');
    await predictAnew();
    await reached(view, 15);
    const profile = await session.kill();
    assert.ok(stored('.blocks').some((file) => statSync(file).size > 10_000));
    session = await WorkbenchSession.start({ folder, profile });
    const again = await show('long.abf');
    // A fast machine has ended it before the view is there.
    const isDone = () => stored('.blocks').length === 0;
    let share = 100;
    await eventually(async () => {
      if (isDone()) return;
      const text = await progressOf(again).innerText({ timeout: 500 });
      share = Number(/predicting: (\d+)/.exec(text)![1]);
    }, 120_000);
    assert.ok(share >= 10, `${share} %`);
    assert.equal(await events(again, 10_000), many, 'those of before are shown meanwhile');
    await eventually(async () => assert.ok(isDone()), 240_000);
    await ended(again);
    assert.deepEqual(await keptLocations(), locations);
    assert.equal(await events(await show('cell.abf'), 60_000), few);
  });

  test('say that they are out of date as soon as a parameter changes, and are made anew at one click', async () => {
    const view = await show('cell.abf');
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'miniml.win_size': 700 }));
    const note = view.locator('.note-stale', { hasText: 'out of date: window 600 → 700' });
    await note.waitFor({ timeout: 30_000 });
    await note.locator('vscode-button', { hasText: 'Detect Again' }).click();
    await note.waitFor({ state: 'detached', timeout: 60_000 });
    await eventually(async () => assert.equal(await view.locator('.stale').count(), 0), 60_000);
  });
});
