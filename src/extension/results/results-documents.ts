import * as vscode from 'vscode';
import { askAboutConflict } from '../documents/ask-about-conflict';
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
      askAboutConflict: (conflict) => askAboutConflict(conflict, 'Take What the File Holds'),
    },
    backup,
  );
  const watching = watchFile(
    uri,
    () => void document.look().catch((thrown) => service.log.warn(`${document.name}: ${String(thrown)}`)),
  );
  return { document, watching };
}
