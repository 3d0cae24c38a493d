import path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { inspectArguments } from '../engine/inspect';
import { PARAMETER_LANGUAGE } from '../manifest/parameter-files';

/** Files that diagnostics of parameter files depend on. */
const WATCHED = '**/*.{h5,hdf5,keras,abf,dat,nwb}';

/** Starts the language server in a separate process. VS Code restarts it after a crash; the editor works without it. */
export async function startLanguageClient(context: vscode.ExtensionContext): Promise<void> {
  const watcher = vscode.workspace.createFileSystemWatcher(WATCHED);
  const client = new LanguageClient(
    'miniml.parameters',
    'miniML Parameter Files',
    {
      module: path.join(context.extensionPath, 'dist/language-server.js'),
      transport: TransportKind.ipc,
      options: { execArgv: inspectArguments('MINIML_LANGUAGE_SERVER_INSPECT') },
    },
    {
      documentSelector: [{ language: PARAMETER_LANGUAGE }],
      synchronize: { fileEvents: watcher },
    },
  );
  context.subscriptions.push(watcher, { dispose: () => void client.dispose() });
  await client.start();
}
