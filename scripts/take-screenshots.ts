import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../test/support/project';
import { WorkbenchSession } from '../test/support/workbench/session';
import { THEMES } from '../test/support/workbench/themes';
import { sampleFolder } from './sample-folder';

const OUT = path.join(projectRoot, 'media/screenshots');

type Look = (name: string) => Promise<void>;

/** What a newcomer does, in order, with a picture of each station. */
export async function takeScreenshots(allThemes: boolean): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const folder = sampleFolder();
  const session = await WorkbenchSession.start({ folder });
  const { page } = session;
  const themes = Object.entries(THEMES).slice(0, allThemes ? undefined : 1);
  const look: Look = async (name) => {
    for (const [theme, short] of themes) {
      await session.theme(theme);
      await page.waitForTimeout(1200);
      await page.screenshot({ path: path.join(OUT, `${name}${allThemes ? `-${short}` : ''}.png`) });
    }
  };
  try {
    await trace(session, look);
    await tuning(session, look);
    await parameters(session, look);
    await scoring(session, look);
    await training(session, folder, look);
  } finally {
    await session.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function trace(session: WorkbenchSession, look: Look): Promise<void> {
  await session.openFile('cell7.h5');
  await session.webview().locator('canvas').first().waitFor();
  await session.command('miniML: Detect Events');
  await session
    .webview()
    .getByText(/\d+ events/)
    .first()
    .waitFor({ timeout: 120_000 });
  await session.page.waitForTimeout(1000);
  await look('trace');
}

async function tuning(session: WorkbenchSession, look: Look): Promise<void> {
  await session.command('miniML: Tune Parameters');
  const panel = await session.webviewWith('[role=tablist]');
  await panel.locator('.position', { hasText: 'clear event' }).waitFor({ timeout: 60_000 });
  await panel.getByRole('button', { name: 'Suggest a Size' }).click();
  await panel.locator('.sizes .is-best button').click({ timeout: 120_000 });
  await panel.locator('.scores .best').scrollIntoViewIfNeeded();
  await look('tuning');
  await session.command('View: Close Editor');
}

async function parameters(session: WorkbenchSession, look: Look): Promise<void> {
  await session.command('miniML: New Parameter File');
  await session.page.locator('.monaco-editor .view-line', { hasText: 'win_size' }).waitFor();
  await session.page.waitForTimeout(2500);
  await look('parameters');
}

async function scoring(session: WorkbenchSession, look: Look): Promise<void> {
  await session.openFile('windows.h5');
  await session.webview().locator('canvas').first().waitFor();
  await session.page.waitForTimeout(2000);
  await look('scoring');
}

async function training(session: WorkbenchSession, folder: string, look: Look): Promise<void> {
  const { page } = session;
  await page
    .locator('.explorer-folders-view .monaco-list-row', { hasText: 'windows.h5' })
    .first()
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Train by Transfer Learning' }).click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Base Model of miniML' }).click();
  const model = path.join(folder, 'my_cells.h5');
  const input = page.locator('.quick-input-widget input').first();
  await page.waitForTimeout(1500);
  await input.fill(model);
  await page.waitForTimeout(500);
  await page.keyboard.press('Enter');
  while (!existsSync(model)) await page.waitForTimeout(500);
  await page.waitForTimeout(1500);
  await look('training');
}
