import path from 'node:path';
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import { inspectArguments } from '../engine/fork';
import { PARAMETER_LANGUAGE } from '../manifest/parameter-files';
import type { Documents } from '../recordings/open-recordings';
import { onTrustChanged, trustEnvironment } from '../workspace-trust';

/**
 * Starts the language server with the first parameter file (most windows never show one), and notifies open recordings
 * when settings or parameter files change, saved or not.
 */
export function watchParameterFiles(
  context: vscode.ExtensionContext,
  documents: Documents,
  onFailed: (thrown: unknown) => void,
): void {
  const isOne = ({ languageId }: vscode.TextDocument) => languageId === PARAMETER_LANGUAGE;
  let client: Promise<vscode.Disposable> | undefined;
  const start = () => {
    client = startLanguageClient(context);
    client.catch(onFailed);
  };
  const startWith = (document: vscode.TextDocument) => {
    if (!client && isOne(document)) start();
  };
  for (const document of vscode.workspace.textDocuments) startWith(document);
  const changed = () => documents.parametersChanged();
  const watcher = vscode.workspace.createFileSystemWatcher(`**/*${PARAMETER_FILE_EXTENSION}`);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(startWith),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isOne(document)) changed();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('miniml')) changed();
    }),
    onTrustChanged(() => {
      changed();
      client?.then((running) => running.dispose()).then(start, onFailed);
    }),
    { dispose: () => void client?.then((running) => running.dispose(), onFailed) },
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}

/** Files that diagnostics of parameter files depend on. */
const WATCHED = '**/*.{h5,hdf5,keras,abf,dat,nwb}';

/** Starts the language server in a separate process. VS Code restarts it after a crash; the editor works without it. */
async function startLanguageClient(context: vscode.ExtensionContext): Promise<vscode.Disposable> {
  const watcher = vscode.workspace.createFileSystemWatcher(WATCHED);
  const client = new LanguageClient(
    'miniml.parameters',
    'miniML Parameter Files',
    {
      module: path.join(context.extensionPath, 'dist/language-server.js'),
      transport: TransportKind.ipc,
      options: {
        execArgv: inspectArguments('MINIML_LANGUAGE_SERVER_INSPECT'),
        env: { ...process.env, ...trustEnvironment() },
      },
    },
    {
      documentSelector: [{ language: PARAMETER_LANGUAGE }],
      synchronize: { fileEvents: watcher },
    },
  );
  await client.start();
  return vscode.Disposable.from(watcher, { dispose: () => void client.dispose() });
}
