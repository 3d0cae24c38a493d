import * as vscode from 'vscode';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import { PARAMETER_LANGUAGE } from '../manifest/parameter-files';
import type { Documents } from '../recordings/open-recordings';
import { startLanguageClient } from './client';

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
  let started = false;
  const startWith = (document: vscode.TextDocument) => {
    if (started || !isOne(document)) return;
    started = true;
    startLanguageClient(context).catch(onFailed);
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
    watcher,
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  );
}
