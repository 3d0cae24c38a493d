import path from 'node:path';
import * as vscode from 'vscode';
import type { SavedExports } from '../../common/api/engine/results';
import { showWarning } from '../messages/messages';
import { withoutIcons } from '../messages/plain-text';

/** How long the status bar says what was updated. */
const STATUS_MS = 8000;

/**
 * Says what became of the exports beside results that were saved: in the status bar what was updated, in a message what
 * was not. A message is shown once for the same files, since files may be saved with every edit.
 */
export function exportsTeller(): (results: string, exports: SavedExports) => void {
  const told = new Map<string, string>();
  return (results, { updated, outdated }) => {
    if (updated.length > 0)
      vscode.window.setStatusBarMessage(withoutIcons(`Also updated: ${updated.join(', ')}`), STATUS_MS);
    const names = outdated.join(', ');
    if (told.get(results) === names) return;
    told.set(results, names);
    if (outdated.length > 0) void warn(path.basename(results), outdated);
  };
}

async function warn(results: string, outdated: readonly string[]): Promise<void> {
  const exportAgain = 'Export Again…';
  const [verb, object] = outdated.length === 1 ? ['does', 'it'] : ['do', 'them'];
  const answer = await showWarning(
    `${outdated.join(', ')} ${verb} not hold what ${results} holds now. Export the results again to update ${object}.`,
    exportAgain,
  );
  if (answer === exportAgain) await vscode.commands.executeCommand('miniml.exportEditedResults');
}
