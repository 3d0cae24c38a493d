import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { baseModelPath } from '../../src/engine/files/model-path';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { shared, withoutShared } from '../support/shared';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';
import { THEMES } from '../support/workbench/themes';

const workbench = provisionWorkbench();
const reason =
  typeof workbench === 'string'
    ? workbench
    : withoutShared || (baseModelPath() ? false : 'the base model is not here');

/** Where pictures go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

const asItWas = `// Cell 7, mEPSCs
{
  "win_size": 600 // the default
}
`;

describe('parameters are chosen from the recording in a real workbench', {
  skip: reason,
  timeout: 600_000,
}, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'a-'));
  const file = path.join(folder, 'cell.miniml.json');
  let session: WorkbenchSession;

  /** Pictures in every theme, wide and narrow, for looking at. */
  async function look(name: string): Promise<void> {
    if (!pictures) return;
    for (const [title, theme] of Object.entries(THEMES)) {
      await session.theme(title);
      await session.page.waitForTimeout(700);
      await session.page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
    }
  }

  /** A number that has stayed the same for two seconds. */
  async function settled(now: () => Promise<number>): Promise<number> {
    for (let last = await now(); ; ) {
      await session.page.waitForTimeout(2000);
      const next = await now();
      if (next === last) return next;
      last = next;
    }
  }

  const events = (count: RegExp) => session.webview().locator('.counts', { hasText: count });

  before(async () => {
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    writeFileSync(file, asItWas);
    session = await WorkbenchSession.start({ folder });
    await session.openFile('cell.abf');
    await session.webview().locator('.plot[aria-label*="pA"]').waitFor({ timeout: 60_000 });
  });
  after(() => session?.stop());

  test('one key chooses window and smoothing, writes them to the parameter file, says why and detects', async () => {
    await session.webview().locator('.plot').first().click();
    await session.page.keyboard.press('Shift+D');
    const message = session.notification('Written to cell.miniml.json');
    await message.waitFor({ timeout: 300_000 });
    const words = ((await message.textContent()) ?? '').replaceAll('\u00a0', ' ');
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'auto-reasons.png') });
    await events(/^3\d events/).waitFor({ timeout: 120_000 });
    const text = readFileSync(file, 'utf8');
    assert.match(text, /^\/\/ Cell 7, mEPSCs\n/);
    const [, size] = /"win_size": (\d+),? \/\/ the default/.exec(text)!;
    assert.ok(Number(size) >= 950 && Number(size) <= 2500, text);
    assert.match(text, new RegExp(`"convolve_win": ${Math.round(Number(size) / 30)}\\b`));
    await look('auto');
    assert.match(words, /win_size \d+: .*Clear events decay in 5\.0\d ms/);
  });

  test('the reasons stay beside the parameters after the message has gone', async () => {
    await session.command('Notifications: Clear All Notifications');
    const reasons = session.webview().locator('.chosen');
    assert.match((await reasons.textContent())!, /win_size \d+.*Clear events decay in 5\.0\d\sms/);
  });

  test('undo, by its key, puts the file back and detects again; then there is nothing to undo', async () => {
    await session.webview().locator('.plot').first().click();
    await session.page.keyboard.press('Control+z');
    await eventually(async () => assert.equal(readFileSync(file, 'utf8'), asItWas));
    await events(/^2\d events/).waitFor({ timeout: 120_000 });
    assert.equal(await session.webview().locator('.chosen', { hasText: 'win_size' }).count(), 0);
    assert.deepEqual(
      (await session.paletteEntries('miniML: Undo Written')).filter((name) => name.includes('Undo Written')),
      [],
    );
  });

  test('the threshold is dragged in its lane: events follow at once, are detected when it is let go, and undone', async () => {
    const view = session.webview();
    const found = async () => Number.parseInt((await view.locator('.counts').textContent())!, 10);
    const line = view.getByRole('slider', { name: 'Threshold' });
    const before = await found();
    await line.hover();
    const { x, y, width, height } = (await line.boundingBox())!;
    const middle = { x: x + width / 2, y: y + height / 2 };
    await session.page.mouse.move(middle.x, middle.y);
    await session.page.mouse.down();
    await session.page.mouse.move(middle.x, middle.y - 6, { steps: 3 });
    await session.page.mouse.move(middle.x, middle.y - 13, { steps: 4 });
    await eventually(async () => assert.ok((await found()) < before, `${await found()} < ${before}`));
    // The engine's answer is exact, where the view alone knows the height of each probability only.
    const tried = await settled(found);
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'threshold.png') });
    assert.equal(readFileSync(file, 'utf8'), asItWas, 'nothing is written before it is let go');
    await session.page.mouse.up();
    await eventually(async () => assert.match(readFileSync(file, 'utf8'), /"model_threshold": 0\.9\d/));
    await view.locator('.made', { hasText: 'Detected' }).waitFor();
    await eventually(async () => assert.equal(await view.locator('.chip s').count(), 0));
    assert.equal(await found(), tried);
    assert.equal(await view.locator('.note-stale').count(), 0, 'what was just detected is not out of date');
    await look('threshold-used');
    await session.page.waitForTimeout(500);
    await session.page.keyboard.press('Control+z');
    await eventually(async () => assert.equal(readFileSync(file, 'utf8'), asItWas));
    await events(new RegExp(`^${before} events`)).waitFor({ timeout: 60_000 });
  });

  test('keys move the threshold as well', async () => {
    await session.webview().locator('.plot').first().click();
    await session.page.waitForTimeout(500);
    for (let i = 0; i < 3; i++) await session.page.keyboard.press('Alt+ArrowDown');
    await eventually(async () => assert.match(readFileSync(file, 'utf8'), /"model_threshold": 0\.35\b/));
    await session.webview().locator('.chip', { hasText: 'Threshold 0.35' }).waitFor({ timeout: 60_000 });
  });
});
