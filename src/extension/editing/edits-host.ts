import path from 'node:path';
import * as vscode from 'vscode';
import type { ConflictAnswer } from '../../common/api/views/document';
import type { EngineService } from '../engine/service';
import { ask } from '../messages/messages';
import type { EditsHost } from './file-edits';

/**
 * VS Code services for FileEdits.
 *
 * @param theirs label of the button that discards our changes
 */
export function editsHost(
  context: vscode.ExtensionContext,
  log: EngineService['log'],
  theirs: string,
): EditsHost {
  return {
    journals: [context.globalStorageUri, ...(context.storageUri ? [context.storageUri] : [])].map(
      (storage) => vscode.Uri.joinPath(storage, 'journals').fsPath,
    ),
    watch: (file, checkDisk) =>
      watchFile(file, () => {
        checkDisk().catch((thrown) => log.warn(`${path.basename(file)}: ${String(thrown)}`));
      }),
    askAboutConflict: (conflict) => askAboutConflict(conflict, theirs),
  };
}

/**
 * Asks how to resolve a conflict with another program's change, before the file is saved.
 *
 * @param theirs label of the button that discards our changes
 */
export async function askAboutConflict(
  conflict: string,
  theirs: string,
): Promise<ConflictAnswer | undefined> {
  const mine = 'Merge and Save';
  const answer = await ask(conflict, undefined, mine, theirs);
  if (answer === mine) return 'keepMine';
  return answer === theirs ? 'takeTheirs' : undefined;
}

/** Calls `checkDisk` whenever a file may have changed. */
export function watchFile(file: string, checkDisk: () => void): vscode.Disposable {
  const folder = vscode.Uri.file(path.dirname(file));
  const pattern = new vscode.RelativePattern(folder, path.basename(file));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(checkDisk),
    watcher.onDidCreate(checkDisk),
    watcher.onDidDelete(checkDisk),
    // Network drives do not always send events.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) checkDisk();
    }),
  );
}
