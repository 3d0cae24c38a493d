import path from 'node:path';
import * as vscode from 'vscode';
import type { Resolved } from '../../common/parameters/resolve';
import { parameterRows } from './parameter-rows';

/** Lists every parameter of a recording with its value and source; choosing one opens the source. */
export async function showParameters(recording: string, resolved: Resolved): Promise<void> {
  const chosen = await vscode.window.showQuickPick(parameterRows(resolved), {
    title: `Parameters of ${path.basename(recording)}`,
    placeHolder: 'Choose one to change it where it is set',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return;
  if (chosen.origin.path) await openAt(chosen.origin.path, chosen.label);
  else await vscode.commands.executeCommand('workbench.action.openSettings', `miniml.${chosen.label}`);
}

async function openAt(file: string, name: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document);
  const offset = document.getText().indexOf(`"${name}"`);
  if (offset < 0) return;
  const position = document.positionAt(offset + 1);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position));
}
