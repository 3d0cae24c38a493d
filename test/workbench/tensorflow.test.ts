import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFor } from '../../src/extension/tensorflow/packages';
import { eventually } from '../support/eventually';
import { temporaryFolder } from '../support/folder';
import { npmRegistry, pinnedNpm } from '../support/npm-registry';
import { projectRoot } from '../support/project';
import { provisionWorkbench } from '../support/workbench/provision';
import { WorkbenchSession } from '../support/workbench/session';

const workbench = provisionWorkbench();
const skip = typeof workbench === 'string' ? workbench : false;

/** Where pictures go that somebody wants to look at. */
const pictures = process.env['MINIML_PICTURES'];

describe('TensorFlow, installed and removed in a real workbench', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'tf-'));
  const workspace = path.join(folder, 'cells');
  /** While it is there, the script of the package does not come to its end. */
  const hold = path.join(folder, 'hold');
  let registry: Awaited<ReturnType<typeof npmRegistry>>;
  let session: WorkbenchSession;

  before(async () => {
    const { name, folder: lock } = packageFor();
    const modules = path.join(projectRoot, 'node_modules/@tensorflow');
    registry = await npmRegistry({
      name,
      version: '4.22.0',
      install: 'node install.js',
      archives: pinnedNpm(),
      files: {
        'install.js': `console.log('fetching the library');
const wait = setInterval(() => require('fs').existsSync(${JSON.stringify(hold)}) || clearInterval(wait), 50);`,
        'main.js': `const tf = require(${JSON.stringify(path.join(modules, 'tfjs-core'))});
require(${JSON.stringify(path.join(modules, 'tfjs-backend-cpu'))});
module.exports = { ...tf, version: { 'tfjs-node': '4.22.0' } };`,
      },
    });
    mkdirSync(workspace);
    session = await WorkbenchSession.start({
      folder: workspace,
      extension: extensionWith(lock),
      environment: {
        npm_config_registry: registry.url,
        npm_config_cache: path.join(folder, 'cache'),
        npm_config_fetch_retries: '0',
      },
    });
  });
  after(async () => {
    await session?.stop();
    registry?.close();
  });

  /** The extension as it is, but with a lock file that names the package of the registry here. */
  function extensionWith(lock: string): string {
    const extension = path.join(folder, 'extension');
    mkdirSync(path.join(extension, 'tensorflow'), { recursive: true });
    for (const entry of ['package.json', 'dist', 'media', 'models', 'node_modules'])
      symlinkSync(path.join(projectRoot, entry), path.join(extension, entry));
    cpSync(registry.lock, path.join(extension, 'tensorflow', lock), { recursive: true });
    return extension;
  }

  const data = (...parts: string[]) => path.join(session.server.folder, 'data', ...parts);

  /** What lies in the extension's own folder. */
  function stored(): string[] {
    const storage = data('User/globalStorage/miniml.miniml');
    return existsSync(storage) ? readdirSync(storage).filter((name) => name.startsWith('tensorflow')) : [];
  }

  function log(): string {
    const logs = readdirSync(data('logs'), { recursive: true }).map(String);
    const own = logs.filter((name) => path.basename(name) === 'miniML.log');
    return own.map((name) => readFileSync(data('logs', name), 'utf8')).join('');
  }

  const status = (text: string | RegExp) => session.page.locator('.statusbar-item', { hasText: text });
  const button = (within: string, text: string) =>
    session.page.locator(`${within} .monaco-button`, { hasText: text });
  /** What was chosen to compute with: a setting of the machine, which a workbench in a browser keeps apart. */
  function chosenBackend(): unknown {
    const file = data('Machine/settings.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8'))['miniml.backend'] : undefined;
  }

  async function picture(name: string): Promise<void> {
    if (pictures) await session.page.screenshot({ path: path.join(pictures, `tensorflow-${name}.png`) });
  }

  /** Runs a command, agrees to what it asks and opens the notification centre, which closes when it is empty. */
  async function agree(command: string, question: RegExp, yes: string): Promise<void> {
    await session.command(command);
    await session.page.locator('.monaco-dialog-box', { hasText: question }).waitFor();
    await picture(yes);
    await button('.monaco-dialog-box', yes).click();
    await session.command('Notifications: Show Notifications');
  }

  /** A notification in the centre, which the status bar's bell opens: toasts come and go by themselves. */
  const listed = (text: string | RegExp) =>
    session.page.locator('.notifications-center .notification-list-item', { hasText: text });

  const install = () =>
    agree('miniML: Install TensorFlow', /Install TensorFlow\?.*MB; needs [\d.]+ GB on disk/, 'Install');

  test('the palette offers to install it; there is nothing to remove before', async () => {
    const offered = await session.paletteEntries('TensorFlow');
    assert.ok(offered.includes('miniML: Install TensorFlow…'), offered.join('\n'));
    assert.ok(!offered.includes('miniML: Remove TensorFlow…'), offered.join('\n'));
    await picture('none');
  });

  test('it says how much has come, and can be cancelled; nothing is left', async () => {
    writeFileSync(hold, '');
    await install();
    await picture('installing');
    const progress = listed(/TensorFlow: \d+ MB on the disk/);
    await progress.waitFor({ timeout: 60_000 });
    await picture('progress');
    assert.ok(
      stored().every((name) => name.startsWith('tensorflow.')),
      stored().join(' '),
    );
    await progress.hover();
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await listed('Installing TensorFlow').waitFor({ state: 'detached', timeout: 60_000 });
    await eventually(async () => assert.deepEqual(stored(), []));
    assert.match(log(), /fetching the library/);
  });

  test('it is installed, tried, and computes when that is wished', async () => {
    rmSync(hold);
    await install();
    const done = listed(/TensorFlow 4\.22\.0, CPU is installed/);
    await done.waitFor({ timeout: 120_000 });
    assert.deepEqual(stored(), ['tensorflow']);
    await picture('installed');
    await done.locator('.monaco-button', { hasText: 'Compute with TensorFlow' }).click();
    await status('TensorFlow 4.22.0, CPU').waitFor({ timeout: 60_000 });
    await eventually(async () => assert.equal(chosenBackend(), 'tensorflow'));
  });

  test('it is removed, and the CPU computes again', async () => {
    await agree('miniML: Remove TensorFlow', /Remove TensorFlow\?/, 'Remove');
    await listed('TensorFlow was removed.').waitFor({ timeout: 60_000 });
    await status(/CPU, \d+ thread|GPU/).waitFor({ timeout: 60_000 });
    await picture('removed');
    assert.deepEqual(stored(), []);
    assert.notEqual(chosenBackend(), 'tensorflow');
  });

  test('without a network the reason is said, and the log has more', async () => {
    registry.close();
    rmSync(path.join(folder, 'cache'), { recursive: true, force: true });
    await install();
    const said = listed(
      'TensorFlow could not be installed (the network cannot be reached). Nothing was changed; see the log.',
    );
    await said.waitFor({ timeout: 120_000 });
    await picture('offline');
    assert.deepEqual(stored(), []);
    assert.match(log(), /the network cannot be reached\s*$/m);
    await said.locator('.monaco-button', { hasText: 'Show Log' }).click();
    await session.page.locator('.panel .monaco-editor', { hasText: 'cannot be reached' }).first().waitFor();
  });
});
