import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { miniml } from '../support/command-line';
import { temporaryFolder } from '../support/folder';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const reason = typeof workbench === 'string' ? workbench : false;
const temporary = temporaryFolder();

describe('a workspace that is not trusted', { skip: reason, timeout: 600_000 }, () => {
  let session: WorkbenchSession;
  const base = mkdtempSync(path.join(temporary, 'u-'));
  const workspace = path.join(base, 'workspace');
  const recording = path.join(base, 'elsewhere', 'cell.h5');

  before(async () => {
    mkdirSync(workspace);
    mkdirSync(path.dirname(recording));
    const simulated = ['simulate', '--out', recording, '--duration', '5', '--seed', '3'];
    assert.equal((await miniml(...simulated)).code, 0);
    assert.equal((await miniml('detect', recording, '--out', workspace)).code, 0);
    writeFileSync(path.join(workspace, 'cell.miniml.json'), '{ "model_path": "../elsewhere/cell.h5" }\n');
    session = await WorkbenchSession.start({ folder: workspace, asksForTrust: true });
  });
  after(() => session?.stop());

  const sentence = 'is not opened, because the workspace is not trusted';

  test('a parameter file leads to no model elsewhere', async () => {
    await session.openFile('cell.miniml.json');
    await session.page.locator('.squiggly-error').first().waitFor({ timeout: 60_000 });
    await session.command('View: Focus Problems');
    await session.page.locator('.markers-panel', { hasText: sentence }).waitFor({ timeout: 30_000 });
  });

  test('results show their events but no recording elsewhere, until the workspace is trusted', async () => {
    await session.openFile('cell_results.h5');
    const view = await session.webviewWith('.results');
    await view.locator('.event-table').waitFor();
    await view.getByText(sentence).first().waitFor({ timeout: 30_000 });
    await session.command('Workspaces: Manage Workspace Trust');
    await session.page
      .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
      .first()
      .click();
    await session.command('View: Close All Editors');
    await session.openFile('cell_results.h5');
    const trusted = await session.webviewWith('.results');
    await trusted.locator('.event-table').waitFor();
    await trusted.locator('canvas').first().waitFor();
    await session.page.waitForTimeout(2000);
    assert.equal(await trusted.getByText(sentence).count(), 0);
  });
});
