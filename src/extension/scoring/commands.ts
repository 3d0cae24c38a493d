import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { type commandGuard, registerActions, registerHandlers } from '../commands/register';
import { type ScoringHostCommandId, scoringCommands } from '../manifest/scoring-commands';
import type { Active } from '../webviews/active';
import type { ScoringView } from './scoring-view';

/** Registers the commands of the scoring editor. */
export function registerScoringCommands(
  active: Active<ScoringView>,
  guarded: ReturnType<typeof commandGuard>,
): vscode.Disposable {
  function view(): ScoringView {
    if (!active.current) throw new UserError('Open a training set, then run this command again.');
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
        prompt: `Window number, 1 to ${windows}`,
        validateInput: (value) =>
          windowNumber(value, windows) === undefined
            ? `Enter a whole number from 1 to ${windows}.`
            : undefined,
      });
      const window = text === undefined ? undefined : windowNumber(text, windows);
      if (window !== undefined) goTo(window);
    },
    async 'miniml.compareScores'() {
      const { document } = view();
      const chosen = await vscode.window.showOpenDialog({
        defaultUri: vscode.Uri.file(path.dirname(document.file)),
        filters: { 'Training sets': ['h5', 'hdf5'] },
        title: 'Other Rater’s File of the Same Windows',
        openLabel: 'Compare',
      });
      if (chosen?.[0]) await document.compare(chosen[0].fsPath);
    },
  };
  return vscode.Disposable.from(
    registerHandlers(own, guarded),
    registerActions(scoringCommands, (action, asked) => {
      if (asked !== REHEARSAL) active.current?.act(action);
    }),
  );
}

/** Argument of a command that must do nothing. */
const REHEARSAL = 'rehearsal';

/**
 * Runs every command of the view once, without effect. VS Code asks the extension host before it runs a command
 * for the first time, and lets others pass meanwhile: of two keys in quick succession the second could come
 * first, and a score would go to the wrong window.
 */
export async function rehearseScoringCommands(): Promise<void> {
  const { prefix, actions } = scoringCommands;
  const ids = Object.keys(actions).map((action) => `${prefix}${action}`);
  await Promise.all(
    ids.map((command) =>
      vscode.commands.executeCommand('runCommands', { commands: [{ command, args: REHEARSAL }] }),
    ),
  );
}

/** The window number in a text, from 0. */
function windowNumber(text: string, windows: number): number | undefined {
  const number = Number(text.trim());
  return Number.isInteger(number) && number >= 1 && number <= windows ? number - 1 : undefined;
}

/** Maximum time for an editor to open; a large file is read first. */
const TIMEOUT_MS = 30_000;

/**
 * Opens a training set beside what is shown now, at one of its windows, counted from 0.
 *
 * @throws UserError when the file is no longer a training set, or has fewer windows
 */
async function openWindow(active: Active<ScoringView>, file: vscode.Uri, window: number): Promise<void> {
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
