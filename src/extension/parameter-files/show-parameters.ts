import path from 'node:path';
import * as vscode from 'vscode';
import { DECLARATIONS, PARAMETER_NAMES } from '../../engine/parameters/parameters';
import type { LayerKind, Resolved } from '../../engine/parameters/resolve';

const WORDS: Record<LayerKind, string> = {
  flag: 'command line',
  'parameter file': 'parameter file',
  folder: 'settings of the folder',
  workspace: 'settings of the workspace',
  user: 'your settings',
  default: 'default',
};

/** Lists every parameter of a recording with its value and where that is from; choosing one opens the place. */
export async function showParameters(recording: string, { values, origins }: Resolved): Promise<void> {
  const items = PARAMETER_NAMES.map((name) => {
    const { kind, path: file } = origins[name];
    const { unit } = { unit: undefined, ...DECLARATIONS[name] };
    const value = values[name] === null ? `null: ${DECLARATIONS[name].whenNull}` : String(values[name]);
    return {
      name,
      origin: origins[name],
      label: name,
      description: `${value}${unit && values[name] !== null ? ` ${unit}` : ''}`,
      detail: `$(${kind === 'default' ? 'circle-outline' : 'circle-filled'}) ${WORDS[kind]}${file ? `, ${path.basename(file)}` : ''}`,
    };
  });
  // What somebody has set comes first.
  items.sort((a, b) => Number(a.origin.kind === 'default') - Number(b.origin.kind === 'default'));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Parameters of ${path.basename(recording)}`,
    placeHolder: 'Choose one to change it where it is set',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!chosen) return;
  if (chosen.origin.path) await openAt(chosen.origin.path, chosen.name);
  else await vscode.commands.executeCommand('workbench.action.openSettings', `miniml.${chosen.name}`);
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
