import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../engine/errors';
import { backendSettings } from '../settings';
import { createEngine, type Engine } from './engine';
import { createEngineStatus, type EngineStatus } from './status';

export interface EngineService {
  engine: Engine;
  status: EngineStatus;
  log: vscode.LogOutputChannel;
}

/** The engine with its log, its place in the status bar and what is said when it crashes. */
export function startEngineService(context: vscode.ExtensionContext): EngineService {
  const log = vscode.window.createOutputChannel('miniML', { log: true });
  const status = createEngineStatus();
  const engine = createEngine({
    script: path.join(context.extensionPath, 'dist', 'miniml.js'),
    log: (line) => log.info(line),
    onStarted: () => void describe(),
    onCrashed(reason) {
      status.failed(reason);
      void offerLog(`${reason} It starts again with the next request.`, log);
    },
  });
  async function describe(): Promise<void> {
    try {
      const { description } = await engine.request('backend', backendSettings());
      status.computing(description);
    } catch (error) {
      log.warn(messageOf(error));
    }
  }
  context.subscriptions.push(log, status, engine);
  return { engine, status, log };
}

async function offerLog(message: string, log: vscode.LogOutputChannel): Promise<void> {
  const showLog = 'Show the Log';
  if ((await vscode.window.showWarningMessage(`miniML: ${message}`, showLog)) === showLog) log.show();
}
