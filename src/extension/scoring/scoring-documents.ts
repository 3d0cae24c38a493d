import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineService } from '../engine/service';
import { backendSettings, resolvedFor } from '../settings';
import { ScoringDocument } from './scoring-document';

/** Makes the document of a training set, which notices when its file is changed by others. */
export function openScoringDocument(
  uri: vscode.Uri,
  backup: string | undefined,
  service: EngineService,
  context: vscode.ExtensionContext,
): { document: ScoringDocument; watching: vscode.Disposable } {
  const key = `miniml.bookmarks:${uri.fsPath}`;
  const document = new ScoringDocument(
    uri.fsPath,
    {
      engine: service.engine,
      journals: vscode.Uri.joinPath(context.globalStorageUri, 'journals').fsPath,
      parameters: () => resolvedFor(uri).values,
      backend: backendSettings,
      bookmarks: {
        get: () => context.workspaceState.get<number[]>(key, []),
        set: (windows) => void context.workspaceState.update(key, windows),
      },
      askAboutConflict,
    },
    backup,
  );
  const folder = vscode.Uri.file(path.dirname(uri.fsPath));
  const pattern = new vscode.RelativePattern(folder, path.basename(uri.fsPath));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  const look = () =>
    void document.look().catch((thrown) => service.log.warn(`${document.name}: ${String(thrown)}`));
  const listening = [
    watcher.onDidChange(look),
    watcher.onDidCreate(look),
    watcher.onDidDelete(look),
    // Shares and other machines' disks do not always tell.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
  ];
  return { document, watching: vscode.Disposable.from(watcher, ...listening) };
}

async function askAboutConflict(conflict: string): Promise<'keepMine' | 'takeTheirs' | undefined> {
  const mine = 'Save My Changes on Top';
  const theirs = 'Take the File’s Scores';
  const answer = await vscode.window.showWarningMessage(conflict, { modal: true }, mine, theirs);
  if (answer === mine) return 'keepMine';
  return answer === theirs ? 'takeTheirs' : undefined;
}
