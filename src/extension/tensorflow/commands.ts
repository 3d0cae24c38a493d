import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CancelledError, UserError } from '../../common/errors';
import type { EngineService } from '../engine/service';
import { contexts } from '../manifest/contexts';
import type { TensorFlowCommandId } from '../manifest/tensorflow-commands';
import { ask, showInformation } from '../messages/messages';
import { withNotification } from '../progress/with-notification';
import { computing } from '../settings';
import { tensorFlowFolder } from './folder';
import { installTensorFlow, removeTensorFlow } from './install';
import { npmFor } from './npm-source';
import { packageFor, type TensorFlowPackage } from './packages';

export interface TensorFlowServices {
  service: EngineService;
  /** Folder of the extension. */
  extension: vscode.Uri;
  /** Global storage folder of the extension. */
  storage: vscode.Uri;
}

/** Handlers of the commands that install and remove TensorFlow. */
export function tensorFlowHandlers({
  service: { engine, script, log },
  extension,
  storage,
}: TensorFlowServices): Record<TensorFlowCommandId, () => Promise<void>> {
  const folder = tensorFlowFolder(storage.fsPath);
  let busy = false;
  const tellInstalled = () =>
    void vscode.commands.executeCommand('setContext', contexts.tensorFlow, existsSync(folder));
  tellInstalled();

  /** Mutual exclusion: installing and removing would interfere. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    if (busy) throw new UserError('TensorFlow is being installed or removed already.');
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
      tellInstalled();
    }
  }

  return {
    async 'miniml.installTensorFlow'() {
      const wanted = packageFor();
      const description = await alone(async () => {
        await askWhatItCosts(wanted, existsSync(folder));
        return withNotification('Installing TensorFlow', ({ signal, show }) =>
          installTensorFlow({
            package: wanted,
            lock: path.join(extension.fsPath, 'tensorflow', wanted.folder),
            folder,
            npm: (to) => npmFor(to, { environment: { ...process.env, ...proxy() }, signal }),
            script,
            environment: proxy(),
            signal,
            show,
            log: (line) => log.info(line),
            async release() {
              show({ phase: 'waiting for the engine to finish', fraction: null, text: '' });
              await engine.whenIdle();
              engine.restart();
            },
          }),
        );
      });
      // Not awaited: the notification may stay open, and the next command must not wait for it.
      await offerToUse(description, wanted);
      // The next start of the engine updates the status bar.
      await engine.request('backend', computing());
    },
    'miniml.removeTensorFlow': () =>
      alone(async () => {
        if (!existsSync(folder))
          throw new UserError('There is nothing to remove. TensorFlow was not installed by miniML.');
        await confirm('Remove TensorFlow?', 'It can be installed again.', 'Remove');
        await withNotification('Removing TensorFlow', async ({ show }) => {
          show({ phase: 'waiting for the engine to finish', fraction: null, text: '' });
          await engine.whenIdle();
          engine.restart();
          await removeTensorFlow(folder);
        });
        if (isChosen()) await choose('auto');
        await engine.request('backend', computing());
        void showInformation('TensorFlow was removed.');
      }),
  };
}

async function askWhatItCosts(wanted: TensorFlowPackage, isThere: boolean): Promise<void> {
  const { download_mb, disk_mb } = wanted;
  const gb = (disk_mb / 1000).toFixed(1);
  const purpose =
    wanted.folder === 'gpu'
      ? 'NVIDIA driver found. TensorFlow uses the GPU if CUDA 11.2 and cuDNN 8.1 are installed, otherwise the CPU.'
      : 'No NVIDIA driver found. TensorFlow will use the CPU, on which the built-in backend is faster.';
  await confirm(
    isThere ? 'Install TensorFlow again?' : 'Install TensorFlow?',
    `${purpose}\n\nDownloads about ${download_mb} MB; needs ${gb} GB on disk. "Remove TensorFlow" undoes it.`,
    'Install',
  );
}

/** @throws CancelledError when the user cancels */
async function confirm(question: string, detail: string, yes: string): Promise<void> {
  const answer = await ask(question, detail, yes);
  if (answer !== yes) throw new CancelledError();
}

async function offerToUse(description: string, { folder }: TensorFlowPackage): Promise<void> {
  const onCpu = folder === 'gpu' && description.endsWith('CPU');
  const why = onCpu ? ' The GPU is not used; it needs CUDA 11.2 and cuDNN 8.1.' : '';
  if (isChosen()) {
    void showInformation(`${description} is installed and in use.${why}`);
    return;
  }
  const use = 'Compute with TensorFlow';
  const answer = await showInformation(`${description} is installed.${why}`, use);
  if (answer === use) await choose('tensorflow');
}

const isChosen = () => vscode.workspace.getConfiguration('miniml').get('backend') === 'tensorflow';

/** Changes the backend in the scope where it is set, else in the user settings, since it depends on the machine. */
async function choose(backend: 'auto' | 'tensorflow'): Promise<void> {
  const settings = vscode.workspace.getConfiguration('miniml');
  const target =
    settings.inspect('backend')?.workspaceValue === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await settings.update('backend', backend, target);
}

/** The proxy of VS Code's settings; one in the environment is inherited. */
function proxy(): NodeJS.ProcessEnv {
  const named = vscode.workspace.getConfiguration('http').get<string>('proxy');
  return named && !process.env['HTTPS_PROXY'] && !process.env['https_proxy'] ? { HTTPS_PROXY: named } : {};
}
