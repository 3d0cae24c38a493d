import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../engine/errors';
import type { commandGuard } from '../commands/register';
import {
  type ScoringCommandId,
  type ScoringHostCommandId,
  scoringCommandPrefix,
  scoringCommands,
} from '../manifest/scoring-commands';
import type { ScoringAction } from '../webview-protocol/scoring';
import type { ActiveScoring, ScoringView } from './active-scoring';
import { openWindow } from './open-window';

/** Registers the commands of the scoring editor. */
export function registerScoringCommands(
  active: ActiveScoring,
  guarded: ReturnType<typeof commandGuard>,
): vscode.Disposable {
  function view(): ScoringView {
    if (!active.current)
      throw new UserError('Open a training set first: this is about the one in the editor.');
    return active.current;
  }
  const own: Record<ScoringHostCommandId, (...args: never[]) => unknown> = {
    'miniml.undoScore': () => vscode.commands.executeCommand('undo'),
    'miniml.redoScore': () => vscode.commands.executeCommand('redo'),
    async 'miniml.goToWindow'(asked?: number, file?: vscode.Uri) {
      if (asked !== undefined && file) return openWindow(active, file, asked);
      const { document, goTo } = view();
      if (asked !== undefined) return goTo(asked);
      const { windows } = document;
      const text = await vscode.window.showInputBox({
        prompt: `Number of a window, 1 to ${windows}`,
        validateInput: (value) =>
          windowNumber(value, windows) === undefined ? `A whole number from 1 to ${windows}` : undefined,
      });
      const window = text === undefined ? undefined : windowNumber(text, windows);
      if (window !== undefined) goTo(window);
    },
    async 'miniml.compareScores'() {
      const { document } = view();
      const chosen = await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.file(path.dirname(document.file)),
        filters: { 'Training sets': ['h5', 'hdf5'] },
        title: 'The Other Rater’s File of the Same Windows',
        openLabel: 'Compare',
      });
      if (chosen?.[0]) await document.compare(chosen[0].fsPath);
    },
  };
  const ofTheView = (Object.keys(scoringCommands) as ScoringAction[]).map((action) => {
    const id: ScoringCommandId = `${scoringCommandPrefix}${action}`;
    return vscode.commands.registerCommand(id, (asked?: unknown) => {
      if (asked !== rehearsal) active.current?.act(action);
    });
  });
  return vscode.Disposable.from(
    ...Object.entries(own).map(([id, handle]) => vscode.commands.registerCommand(id, guarded(handle))),
    ...ofTheView,
  );
}

/** What a command is given when it is to do nothing. */
const rehearsal = 'rehearsal';

/**
 * Runs every command of the view once, without effect. VS Code asks the extension host before it runs a command
 * for the first time, and lets others pass meanwhile: of two keys in quick succession the second could come
 * first, and a score would go to the wrong window.
 */
export async function rehearseScoringCommands(): Promise<void> {
  const ids = Object.keys(scoringCommands).map((action) => `${scoringCommandPrefix}${action}`);
  await Promise.all(
    ids.map((command) =>
      vscode.commands.executeCommand('runCommands', { commands: [{ command, args: rehearsal }] }),
    ),
  );
}

/** The window a text names, counted from 0. */
function windowNumber(text: string, windows: number): number | undefined {
  const number = Number(text.trim());
  return Number.isInteger(number) && number >= 1 && number <= windows ? number - 1 : undefined;
}
