import * as vscode from 'vscode';
import type { CommandId } from '../manifest/commands';
import { withoutIcons } from '../messages/plain-text';

export interface EngineStatus extends vscode.Disposable {
  /** Backend in use, "CPU, 8 threads", and why it is not the requested one. */
  computing(description: string, refused: string | null): void;
  failed(reason: string): void;
  /** Progress of a detection; undefined at its end. */
  working(text: string | undefined): void;
}

/** Shows the backend in the status bar, from the first use of the engine on. */
export function createEngineStatus(): EngineStatus {
  const item = vscode.window.createStatusBarItem('miniml.engine', vscode.StatusBarAlignment.Right, 80);
  item.name = 'miniML Engine';
  let description = 'miniML';
  let work: string | undefined;
  let failure: string | undefined;
  let instead: string | null = null;
  const show = () => {
    const command: CommandId = work ? 'miniml.showRunningDetections' : 'miniml.showLog';
    item.command = command;
    const icon = work ? '$(sync~spin)' : (failure ?? instead) ? '$(warning)' : '$(circuit-board)';
    item.text = `${icon} ${withoutIcons(work ?? description)}`;
    item.backgroundColor = failure ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    const computes = `miniML computes on: ${description}`;
    item.tooltip = tooltip(failure ?? (instead ? `${computes}. ${instead}` : computes));
    item.accessibilityInformation = { label: `miniML: ${failure ?? work ?? description}` };
    item.show();
  };
  return {
    computing(text, refused) {
      description = text;
      failure = undefined;
      instead = refused;
      show();
    },
    failed(reason) {
      failure = reason;
      work = undefined;
      show();
    },
    working(text) {
      work = text;
      show();
    },
    dispose: () => item.dispose(),
  };
}

function tooltip(text: string): vscode.MarkdownString {
  const links = new vscode.MarkdownString(undefined, true);
  links.isTrusted = {
    enabledCommands: ['miniml.restartEngine', 'miniml.showLog'] satisfies CommandId[],
  };
  links.appendText(text);
  return links.appendMarkdown(
    '\n\n[$(debug-restart) Restart Engine](command:miniml.restartEngine) · [$(output) Show Log](command:miniml.showLog)',
  );
}
