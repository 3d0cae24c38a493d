import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Active } from '../webviews/active';
import type { ScoringView } from './scoring-view';

/** Maximum time for an editor to open; a large file is read first. */
const TIMEOUT_MS = 30_000;

/**
 * Opens a training set beside what is shown now, at one of its windows, counted from 0.
 *
 * @throws UserError when the file is no longer a training set, or has fewer windows
 */
export async function openWindow(
  active: Active<ScoringView>,
  file: vscode.Uri,
  window: number,
): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', file, vscode.ViewColumn.Beside);
  const name = path.basename(file.fsPath);
  const view = await active.whenCurrent(({ document }) => document.file === file.fsPath, TIMEOUT_MS);
  if (!view)
    throw new UserError(
      `${name} did not open as a training set. Open it and go to window ${window + 1} there.`,
    );
  const { document, goTo } = view;
  await document.edits.opened;
  if (window >= document.windows)
    throw new UserError(
      `${name} has no window ${window + 1}. It has changed since the evaluation; evaluate again.`,
    );
  goTo(window);
}
