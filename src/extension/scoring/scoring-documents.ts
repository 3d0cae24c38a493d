import * as vscode from 'vscode';
import { askAboutConflict } from '../documents/ask-about-conflict';
import { watchFile } from '../documents/watch-file';
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
      askAboutConflict: (conflict) => askAboutConflict(conflict, 'Take the File’s Scores'),
    },
    backup,
  );
  const watching = watchFile(
    uri,
    () => void document.look().catch((thrown) => service.log.warn(`${document.name}: ${String(thrown)}`)),
  );
  return { document, watching };
}
