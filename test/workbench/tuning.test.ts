import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
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
    "win_size": 600, // the default: too short?
    "convolve_win": 20
}
`;

describe('parameters are tuned in a real workbench', { skip: reason, timeout: 600_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 't-'));
  const file = path.join(folder, 'cell.miniml.json');
  const settings = path.join(folder, '.vscode', 'settings.json');
  let session: WorkbenchSession;
  let panel: FrameLocator;

  before(async () => {
    copyFileSync(shared('sim-mepsc', 'Sim1', 'Simulation.abf'), path.join(folder, 'cell.abf'));
    writeFileSync(file, asItWas);
    session = await WorkbenchSession.start({ folder, viewport: { width: 1600, height: 950 } });
  });
  after(() => session?.stop());

  const choice = async () => ((await panel.locator('.choice').textContent()) ?? '').replaceAll('\u00a0', ' ');

  async function written(where: string, says: RegExp): Promise<string> {
    const now = () => (existsSync(where) ? readFileSync(where, 'utf8') : '');
    for (let i = 0; i < 100 && !says.test(now()); i++) await session.page.waitForTimeout(200);
    assert.match(now(), says);
    return now();
  }

  test('the command opens the panel beside the trace, with its window on a clear event', async () => {
    await session.openFile('cell.abf');
    await session.webview().locator('.plot[aria-label*="pA"]').waitFor({ timeout: 60_000 });
    await session.command('miniML: Tune Parameters');
    panel = await session.webviewWith('[role=tablist]');
    await panel.locator('.position', { hasText: /^clear event \d+ of \d+/ }).waitFor({ timeout: 60_000 });
    assert.match((await panel.locator('.box-label').textContent())!, /^600 samples/);
    assert.equal(await choice(), 'No changes yet.');
  });

  test('dragging over an event by mouse chooses a window, as the network sees it', async () => {
    const box = (await panel.locator('.window-box').boundingBox())!;
    const { mouse } = session.page;
    await mouse.move(box.x - box.width * 0.3, box.y + box.height * 0.6);
    await mouse.down();
    await mouse.move(box.x + box.width * 1.9, box.y + box.height * 0.7, { steps: 8 });
    await mouse.up();
    await panel.locator('.choice', { hasText: /^win_size 600 → 1[\d]{3}$/ }).waitFor({ timeout: 10_000 });
    await panel.locator('.shape-words', { hasText: 'probability ' }).nth(1).waitFor({ timeout: 60_000 });
  });

  test('the suggestion is made with the model, chosen as it comes, and used with one click, in the parameter file', async () => {
    await panel.getByRole('button', { name: 'Suggest a Size' }).click();
    await panel.locator('.scores .best').waitFor({ timeout: 400_000 });
    const sentence = ((await panel.locator('.scores .best').textContent()) ?? '').replaceAll('\u00a0', ' ');
    const [, size] =
      /^([\d,]+) samples \([\d.]+ ms\): \d+ of \d+ clear events, mean probability 0\.\d\d/.exec(sentence)!;
    const best = Number(size!.replace(',', ''));
    assert.ok(best >= 950 && best <= 1900, sentence);
    await panel.locator('.choice', { hasText: `win_size 600 → ${best}` }).waitFor();
    const { height } = session.page.viewportSize()!;
    for (const seen of ['.scores .best', '.sizes .is-best'])
      assert.ok((await panel.locator(seen).boundingBox())!.y < height - 150, `${seen} is above the fold`);
    if (pictures)
      for (const [theme, name] of Object.entries(THEMES)) {
        await session.theme(theme);
        await session.page.waitForTimeout(1500);
        await session.page.screenshot({ path: path.join(pictures, `tuning-${name}.png`) });
      }
    await panel.getByRole('button', { name: 'Use These Parameters' }).click();
    await panel.locator('.written', { hasText: 'Written to cell.miniml.json' }).waitFor({ timeout: 20_000 });
    const text = await written(file, new RegExp(`"win_size": ${best}\\b`));
    assert.equal(text, asItWas.replace('600', String(best)), 'comments and layout stay');
  });

  test('undo takes it back; a file changed elsewhere changes the panel', async () => {
    await panel.locator('.written').getByRole('button', { name: 'Undo' }).click();
    assert.equal(await written(file, /"win_size": 600\b/), asItWas);
    await panel.locator('.box-label', { hasText: '600 samples' }).waitFor({ timeout: 20_000 });
    writeFileSync(file, asItWas.replace('600', '1100'));
    await panel.locator('.box-label', { hasText: '1100 samples' }).waitFor({ timeout: 20_000 });
  });

  async function choose1250(): Promise<void> {
    await panel.locator('.box-label', { hasText: '600 samples' }).waitFor({ timeout: 20_000 });
    await panel.locator('.size-row input').fill('1250');
    await panel.locator('.size-row input').press('Enter');
  }

  test('without a parameter file the recording gets one, which goes again with its values', async () => {
    rmSync(file);
    await choose1250();
    await panel.getByRole('button', { name: 'Use These Parameters' }).click();
    await panel.locator('.written', { hasText: 'Written to cell.miniml.json' }).waitFor({ timeout: 20_000 });
    assert.equal(JSON.parse(await written(file, /1250/)).win_size, 1250);
    assert.equal(existsSync(settings), false);
    await panel.locator('.written').getByRole('button', { name: 'Undo' }).click();
    await panel.locator('.box-label', { hasText: '600 samples' }).waitFor({ timeout: 20_000 });
    await eventually(async () => assert.equal(existsSync(file), false));
  });

  test('where it is chosen, it goes to the settings of the folder, as a time for recordings of any rate', async () => {
    await choose1250();
    await panel.getByRole('combobox', { name: 'Write to' }).selectOption('folder');
    await panel.getByRole('button', { name: 'Use These Parameters' }).click();
    await panel.locator('.written', { hasText: 'the workspace settings' }).waitFor({ timeout: 20_000 });
    assert.match(await written(settings, /win_size/), /"miniml\.win_size": "31\.25 ms"/);
    await panel.locator('.box-label', { hasText: /^1,?250 samples/ }).waitFor({ timeout: 20_000 });
    await panel.locator('.written').getByRole('button', { name: 'Undo' }).click();
    await panel.locator('.box-label', { hasText: '600 samples' }).waitFor({ timeout: 20_000 });
    assert.doesNotMatch(await written(settings, /^(?!.*win_size)/s), /win_size/);
  });

  test('used with one button, the values are detected with', async () => {
    await choose1250();
    await panel.getByRole('combobox', { name: 'Write to' }).selectOption('recording');
    await panel.getByRole('button', { name: 'Use and Detect Again' }).click();
    await written(file, /1250/);
    const trace = await session.webviewWith('.counts');
    await trace.locator('.counts', { hasText: /^3\d events/ }).waitFor({ timeout: 120_000 });
    if (pictures) await session.page.screenshot({ path: path.join(pictures, 'tuning-detected.png') });
  });
});
