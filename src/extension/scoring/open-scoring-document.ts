import type * as vscode from 'vscode';
import type { WrittenParameters } from '../../common/parameters/parameters';
import { editsHost } from '../editing/edits-host';
import type { EngineService } from '../engine/service';
import { computing } from '../settings';
import { ScoringDocument } from './scoring-document';

/** Makes the document of a training set. */
export function openScoringDocument(
  uri: vscode.Uri,
  backup: string | undefined,
  { engine, log }: EngineService,
  context: vscode.ExtensionContext,
  parametersOf: (file: string) => WrittenParameters,
): ScoringDocument {
  const key = `miniml.bookmarks:${uri.fsPath}`;
  return new ScoringDocument(
    uri.fsPath,
    {
      engine,
      ...editsHost(context, log, 'Discard My Changes'),
      parameters: () => parametersOf(uri.fsPath),
      computing,
      twosExcluded: {
        get: () => context.workspaceState.get<boolean>(`miniml.twosExcluded:${uri.fsPath}`, false),
        set: () => void context.workspaceState.update(`miniml.twosExcluded:${uri.fsPath}`, true),
      },
      bookmarks: {
        get: () => context.workspaceState.get<number[]>(key, []),
        set: (windows) => void context.workspaceState.update(key, windows),
      },
    },
    backup,
  );
}
