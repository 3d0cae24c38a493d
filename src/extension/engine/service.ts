import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../common/errors';
import { SCREENS_VARIABLE } from '../../engine/files/screening-store';
import type { CommandId } from '../manifest/commands';
import type { TensorFlowCommandId } from '../manifest/tensorflow-commands';
import { showWarning } from '../messages/messages';
import { computing } from '../settings';
import { installedTensorFlow } from '../tensorflow/folder';
import { onTrustChanged, trustEnvironment } from '../workspace-trust';
import { createEngine, type Engine } from './engine';
import { createEngineStatus, type EngineStatus } from './status';

export interface EngineService {
  engine: Engine;
  status: EngineStatus;
  log: vscode.LogOutputChannel;
  /** Absolute path of the engine's bundle. */
  script: string;
}

/** The engine with its log, its status bar item and its messages after a crash. */
export function startEngineService(context: vscode.ExtensionContext): EngineService {
  const log = vscode.window.createOutputChannel('miniML', { log: true });
  const status = createEngineStatus();
  const script = path.join(context.extensionPath, 'dist', 'miniml.js');
  const engine = createEngine({
    script,
    environment: () => ({
      ...installedTensorFlow(context.globalStorageUri.fsPath),
      ...trustEnvironment(),
      [SCREENS_VARIABLE]: path.join(context.globalStorageUri.fsPath, 'screening-networks'),
    }),
    log: (line) => log.info(line),
    onStarted: () => void describe(),
    onCrashed(reason) {
      status.failed(reason);
      void offer(`${reason} It restarts when needed.`, [showLog]);
    },
  });
  async function describe(): Promise<void> {
    const wanted = computing();
    try {
      const { description, refused } = await engine.request('backend', wanted);
      status.computing(description, refused);
      if (refused !== null)
        await offer(
          `${refused} Using ${description} instead.`,
          wanted.backend === 'tensorflow' ? [install, showLog] : [showLog],
        );
    } catch (error) {
      log.warn(messageOf(error));
    }
  }
  const choosing = vscode.workspace.onDidChangeConfiguration((change) => {
    const concerned = ['miniml.backend', 'miniml.threads'].some((name) => change.affectsConfiguration(name));
    if (concerned && engine.running) void describe();
  });
  const trusting = onTrustChanged(() => engine.restart());
  context.subscriptions.push(log, status, engine, choosing, trusting);
  return { engine, status, log, script };
}

interface Remedy {
  title: string;
  command: CommandId | TensorFlowCommandId;
}

const showLog: Remedy = { title: 'Show Log', command: 'miniml.showLog' };
const install: Remedy = { title: 'Install TensorFlow', command: 'miniml.installTensorFlow' };

async function offer(message: string, remedies: Remedy[]): Promise<void> {
  const title = await showWarning(`miniML: ${message}`, ...remedies.map((remedy) => remedy.title));
  const chosen = remedies.find((remedy) => remedy.title === title);
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
