import path from 'node:path';
import * as vscode from 'vscode';
import type { EngineService } from '../engine/service';
import { askAboutConflict } from './ask-about-conflict';
import type { EditsHost } from './file-edits';
import { watchFile } from './watch-file';

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
