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
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'auto.png') });
    assert.match(words, /win_size \d+: .*Clear events decay in 5\.0\d ms/);
  });

  test('undo, by its key, puts the file back and detects again', async () => {
    await session.webview().locator('.plot').first().click();
    await session.page.keyboard.press('Control+z');
    await eventually(async () => assert.equal(readFileSync(file, 'utf8'), asItWas));
    await events(/^2\d events/).waitFor({ timeout: 120_000 });
  });
});
