import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { runTests } from '@vscode/test-electron';
import { projectRoot } from '../support/project';
import { provisionWorkbench } from '../support/workbench/provision';

// The suites themselves are under test/host/suites and run inside the extension host.
test('the suites pass in the extension host', { timeout: 20 * 60_000 }, async () => {
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'miniml-host-'));
  try {
    // Where code-server cannot be had (a desktop), @vscode/test-electron downloads VS Code.
    const standIn = typeof provisionWorkbench() === 'string' ? undefined : writeStandIn(workspace);
    await runTests({
      vscodeExecutablePath: standIn,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: path.join(__dirname, 'suite.js'),
      launchArgs: [writeWorkspace(workspace)],
    });
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
});

/** A workspace of one folder: unlike a folder that is opened alone, it tells its own settings from the folder's. */
function writeWorkspace(folder: string): string {
  mkdirSync(path.join(folder, 'recordings'));
  const file = path.join(folder, 'host.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'recordings' }], settings: {} }));
  return file;
}

function writeStandIn(folder: string): string {
  const file = path.join(folder, 'code');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${path.join(__dirname, 'code.js')}" "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
