import path from 'node:path';
import * as vscode from 'vscode';
import { DECLARATIONS, PARAMETER_NAMES } from '../../common/parameters/parameters';
import { showWarning } from '../messages/messages';

/** Parameters about one recording. They cannot be settings, which would apply to all recordings. */
const ABOUT_ONE_RECORDING = PARAMETER_NAMES.filter((name) => DECLARATIONS[name].group === 'recording');

const TOLD = 'miniml.toldOfMisplacedSettings';

/**
 * Warns of settings about one recording, which earlier versions wrote and which are now ignored: once per value, with
 * the parameter file to move it to.
 */
export async function tellOfMisplacedSettings(
  recording: vscode.Uri,
  parameterFile: string,
  memory: vscode.Memento,
): Promise<void> {
  const known = memory.get<string[]>(TOLD, []);
  const found = misplaced(recording).filter(({ key }) => !known.includes(key));
  if (found.length === 0) return;
  await memory.update(TOLD, [...known, ...found.map(({ key }) => key)]);
  const names = found.map(({ name }) => `miniml.${name}`).join(', ');
  const [is, it] = found.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const open = 'Open Settings';
  const write = 'New Parameter File';
  const chosen = await showWarning(
    `miniML: ${names} ${is} ignored in the settings, since a setting would apply to every recording. Move ${it} to ${path.basename(parameterFile)}, the parameter file of ${path.basename(recording.fsPath)}.`,
    write,
    open,
  );
  if (chosen === open) await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  if (chosen === write) await vscode.commands.executeCommand('miniml.newParameterFile', recording);
}

/** Each value with a unique key. */
function misplaced(recording: vscode.Uri): { name: string; key: string }[] {
  const settings = vscode.workspace.getConfiguration('miniml', recording);
  return ABOUT_ONE_RECORDING.flatMap((name) => {
    const set = settings.inspect(name);
    const values = [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue];
    return values.some((value) => value !== undefined)
      ? [{ name, key: JSON.stringify([name, ...values]) }]
      : [];
  });
}
