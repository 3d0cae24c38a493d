import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../test/support/project';
import { WorkbenchSession } from '../test/support/workbench/session';
import { THEMES } from '../test/support/workbench/themes';
import { sampleFolder } from './sample-folder';

const OUT = path.join(projectRoot, 'media/screenshots');

type Look = (name: string) => Promise<void>;

/** Every theme, or the README's alone; all pictures, or only those of a recording or of an experiment. */
export interface Wanted {
  allThemes: boolean;
  only: string | undefined;
}

/** What a newcomer does, in order, with a picture of each station. */
export async function takeScreenshots({ allThemes, only }: Wanted): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  const looking = (session: WorkbenchSession) => lookIn(session, allThemes);
  if (only !== 'experiment')
    await inFolder(sampleFolder(), async (session, folder) => {
      const look = looking(session);
      await trace(session, look);
      await tuning(session, look);
      await parameters(session, look);
      await scoring(session, look);
      await training(session, folder, look);
    });
  if (only !== 'recording') await inFolder(studyFolder(), (session) => experiment(session, looking(session)));
}

function lookIn(session: WorkbenchSession, allThemes: boolean): Look {
  const themes = Object.entries(THEMES).slice(0, allThemes ? undefined : 1);
  return async (name) => {
    for (const [theme, short] of themes) {
      await session.theme(theme);
      await session.page.waitForTimeout(1200);
      const file = path.join(OUT, `${name}${allThemes ? `-${short}` : ''}.png`);
      await session.page.screenshot({ path: file });
    }
  };
}

async function inFolder(
  folder: string,
  work: (session: WorkbenchSession, folder: string) => Promise<void>,
): Promise<void> {
  const session = await WorkbenchSession.start({ folder });
  try {
    await work(session, folder);
  } finally {
    await session.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The recordings of `npm run study`, whose events are detected, and their table under a name that opens by itself. */
function studyFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'study-'));
  const study = path.join(projectRoot, 'scripts/study.mjs');
  const { status } = spawnSync(process.execPath, [study, '--out', folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The study failed.');
  for (const name of readdirSync(folder)) if (name.endsWith('_truth.csv')) rmSync(path.join(folder, name));
  renameSync(path.join(folder, 'study.csv'), path.join(folder, 'study.miniml.csv'));
  return folder;
}

async function experiment(session: WorkbenchSession, look: Look): Promise<void> {
  await session.openFile('study.miniml.csv');
  const view = await session.webviewWith('.experiment');
  await view.locator('.counts', { hasText: '24 done' }).waitFor({ timeout: 120_000 });
  await view.locator('.table-body .table-row').first().click();
  await session.page.keyboard.press('k');
  await view.locator('.verdict').waitFor({ timeout: 120_000 });
  await session.page.waitForTimeout(2000);
  await look('experiment');
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
