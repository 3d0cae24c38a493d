import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { readResults } from '../../src/engine/results/read-h5';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { processesOf } from '../support/workbench/processes';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { busyRecording, recordedResults } from '../webview/support/recorded-results';

const workbench = provisionWorkbench();
const temporary = temporaryFolder();

/** The engine that a workbench's extension has started. */
function engineOf({ server }: WorkbenchSession): number {
  const found = processesOf(server.pid, 'miniml.js --serve');
  assert.equal(found.length, 1, `engines: ${found.join(', ')}`);
  return found[0];
}

describe('an engine that is killed while results are edited', {
  skip: typeof workbench === 'string' ? workbench : false,
  timeout: 300_000,
}, () => {
  let session: WorkbenchSession;
  let view: FrameLocator;
  let file: string;
  let found: number[];

  const counts = (text: string | RegExp) => view.locator('.counts', { hasText: text }).waitFor();
  /** Rows of pixels that something is drawn in, left of the event: without a trace a few lines of the grid. */
  const inkedRows = () =>
    view.locator('.trace-plot canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const from = Math.round(width * 0.2);
      const { data } = canvas.getContext('2d')!.getImageData(from, 0, 50, Math.round(height * 0.75));
      const rows = new Set<number>();
      for (let i = 3; i < data.length; i += 4) if (data[i] > 0) rows.add(Math.floor(i / 200));
      return rows.size;
    });
  const press = (...keys: string[]) =>
    keys.reduce((before, key) => before.then(() => session.page.keyboard.press(key)), Promise.resolve());

  before(async () => {
    file = await recordedResults(temporary, busyRecording);
    found = (await readResults(file)).detection.events.map(({ location }) => location);
    session = await WorkbenchSession.start({
      folder: path.dirname(file),
      settings: { 'files.autoSave': 'off' },
    });
    await session.openFile(path.basename(file));
    view = await session.webviewWith('.results:not(.hidden)');
    await counts(`${found.length} events`);
  });
  after(() => session?.stop());

  test('what it was asked is said once, and the edit that was under way is there', async () => {
    const engine = engineOf(session);
    const plot = (await view.locator('.trace-plot').boundingBox())!;
    process.kill(engine, 'SIGSTOP');
    // An event to be measured, which fails; then an edit, which must not be lost.
    await session.page.mouse.dblclick(plot.x + plot.width * 0.8, plot.y + plot.height / 2);
    await view.locator('vscode-button[aria-label^="Delete"]').click();
    await session.page.locator('.tab.active.dirty').waitFor();
    process.kill(engine, 'SIGKILL');

    await counts('1 deleted');
    const said = view.locator('.note-failure .note-text');
    await said.waitFor();
    assert.match(await said.innerText(), /^The engine ended unexpectedly \(SIGKILL\)\.$/);
    assert.equal(await said.count(), 1);
    assert.notEqual(engineOf(session), engine);
  });

  test('everything works again with the new one', async () => {
    await view.locator('.note-failure vscode-button[aria-label="Dismiss"]').click();
    await view.locator('.note-failure').waitFor({ state: 'detached' });
    await view.locator('.readout', { hasText: /event2 of / }).waitFor();
    // The recording around the event was asked for while the engine was ending.
    await eventually(async () => assert.ok((await inkedRows()) > 12, `${await inkedRows()} rows`));
    const plot = (await view.locator('.trace-plot').boundingBox())!;
    await session.page.keyboard.down('Alt');
    await session.page.mouse.click(plot.x + plot.width * 0.8, plot.y + plot.height / 2);
    await session.page.keyboard.up('Alt');
    await view.locator('.why:not(.hidden)', { hasText: /probability|searched|event/i }).waitFor();
    await session.page.mouse.dblclick(plot.x + plot.width * 0.8, plot.y + plot.height / 2);
    await counts('1 deleted · 1 added');
    await press('Control+s');
    await session.page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
    const { detection, deleted } = await readResults(file);
    assert.deepEqual(
      deleted.events.map(({ location }) => location),
      [found[0]],
    );
    assert.equal(detection.events.filter(({ added }) => added).length, 1);
    assert.equal(detection.events.length, found.length);
  });
});
