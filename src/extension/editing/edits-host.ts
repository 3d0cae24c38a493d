import path from 'node:path';
import * as vscode from 'vscode';
import type { ConflictAnswer } from '../../common/api/views/document';
import type { EngineService } from '../engine/service';
import { ask } from '../messages/messages';
import type { EditsHost } from './file-edits';

/**
 * VS Code as edits need it.
 *
 * @param theirs what the button says that gives up our changes for the file's
 */
export function editsHost(
  context: vscode.ExtensionContext,
  log: EngineService['log'],
  theirs: string,
): EditsHost {
  return {
    journals: vscode.Uri.joinPath(context.globalStorageUri, 'journals').fsPath,
    watch: (file, checkDisk) =>
      watchFile(file, () => {
        checkDisk().catch((thrown) => log.warn(`${path.basename(file)}: ${String(thrown)}`));
      }),
    askAboutConflict: (conflict) => askAboutConflict(conflict, theirs),
  };
}

/**
 * Asks what to do about a file that another program has changed, before it is saved.
 *
 * @param theirs what the button that gives up our changes says
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

/** Has a document look at its file whenever something may have happened to it. */
export function watchFile(file: string, checkDisk: () => void): vscode.Disposable {
  const folder = vscode.Uri.file(path.dirname(file));
  const pattern = new vscode.RelativePattern(folder, path.basename(file));
  const watcher = vscode.workspace.createFileSystemWatcher(pattern);
  return vscode.Disposable.from(
    watcher,
    watcher.onDidChange(checkDisk),
    watcher.onDidCreate(checkDisk),
    watcher.onDidDelete(checkDisk),
    // Shares and other machines' disks do not always tell.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) checkDisk();
    }),
  );
}
