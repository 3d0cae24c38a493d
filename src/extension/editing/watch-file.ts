import path from 'node:path';
import * as vscode from 'vscode';

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
