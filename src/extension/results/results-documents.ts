import * as vscode from 'vscode';
import { watchFile } from '../documents/watch-file';
import type { EngineService } from '../engine/service';
import { ResultsDocument } from './results-document';

/** Makes the document of a results file, which notices when its file is changed by others. */
export function openResultsDocument(
  uri: vscode.Uri,
  backup: string | undefined,
  service: EngineService,
  context: vscode.ExtensionContext,
): { document: ResultsDocument; watching: vscode.Disposable } {
  const document = new ResultsDocument(
    uri.fsPath,
    {
      engine: service.engine,
      journals: vscode.Uri.joinPath(context.globalStorageUri, 'journals').fsPath,
      askAboutConflict,
    },
    backup,
  );
  const watching = watchFile(
    uri,
    () => void document.look().catch((thrown) => service.log.warn(`${document.name}: ${String(thrown)}`)),
  );
  return { document, watching };
}

async function askAboutConflict(conflict: string): Promise<'keepMine' | 'takeTheirs' | undefined> {
  const mine = 'Save My Changes on Top';
  const theirs = 'Take What the File Holds';
  const answer = await vscode.window.showWarningMessage(conflict, { modal: true }, mine, theirs);
  if (answer === mine) return 'keepMine';
  return answer === theirs ? 'takeTheirs' : undefined;
}
