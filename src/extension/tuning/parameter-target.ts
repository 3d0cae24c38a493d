import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TargetPlace, Written } from '../../common/api/views/tuning';
import { UserError } from '../../common/errors';
import { parameterFileEdit } from '../../common/parameters/edit';
import type { WrittenParameters } from '../../common/parameters/parameters';
import { writeWhole } from '../../engine/files/atomic';
import { existingParameterFile, layerOf } from '../parameter-files/layer';

/** Where the parameters of a recording are written to. */
export type ParameterTarget = FileTarget | { kind: 'settings'; scope: 'folder' | 'workspace' | 'user' };

interface FileTarget {
  kind: 'file';
  file: string;
}

/** Values as written in a file or in settings; undefined if not set there. */
export type WrittenPatch = Partial<WrittenParameters>;

type Scope = Extract<ParameterTarget, { kind: 'settings' }>['scope'];

const scopes: Record<Scope, { configuration: vscode.ConfigurationTarget; label: string; open: string }> = {
  folder: {
    configuration: vscode.ConfigurationTarget.WorkspaceFolder,
    label: 'the folder settings',
    open: 'workbench.action.openFolderSettingsFile',
  },
  workspace: {
    configuration: vscode.ConfigurationTarget.Workspace,
    label: 'the workspace settings',
    open: 'workbench.action.openWorkspaceSettingsFile',
  },
  user: {
    configuration: vscode.ConfigurationTarget.Global,
    label: 'user settings',
    open: 'workbench.action.openSettingsJson',
  },
};

/** Where values of a recording can be written to, the narrowest place first. */
export function placesOf(
  recording: vscode.Uri,
  parameterFile: string,
): { place: TargetPlace; target: ParameterTarget }[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scope = folders.length > 1 ? 'folder' : 'workspace';
  return [
    { place: 'recording', target: ownTarget(parameterFile) },
    ...(vscode.workspace.getWorkspaceFolder(recording)
      ? [{ place: 'folder', target: { kind: 'settings', scope } } as const]
      : []),
    { place: 'user', target: { kind: 'settings', scope: 'user' } },
  ];
}

/** The parameter file of a recording, whether it exists or not: the narrowest place. */
export function ownTarget(parameterFile: string): FileTarget {
  return { kind: 'file', file: parameterFile };
}

export function targetLabel(target: ParameterTarget): string {
  return target.kind === 'file' ? path.basename(target.file) : scopes[target.scope].label;
}

/** Values of a patch's parameters in a target itself; undefined if not set there. */
export function valuesAt(
  target: ParameterTarget,
  recording: vscode.Uri,
  names: readonly (keyof WrittenPatch)[],
): WrittenPatch {
  if (target.kind === 'file') {
    const { values = {} } = layerOf(target.file) ?? {};
    return Object.fromEntries(names.map((name) => [name, values[name]]));
  }
  const settings = vscode.workspace.getConfiguration('miniml', recording);
  const at = { folder: 'workspaceFolderValue', workspace: 'workspaceValue', user: 'globalValue' } as const;
  return Object.fromEntries(names.map((name) => [name, settings.inspect(name)?.[at[target.scope]]]));
}

/**
 * Writes values to a target. A parameter file is edited as in its editor, with undo, and saved unless it had unsaved
 * edits of the user.
 */
export async function writeParameters(
  target: ParameterTarget,
  recording: vscode.Uri,
  patch: WrittenPatch,
): Promise<Written> {
  const written = { target: targetLabel(target), unsaved: false };
  if (target.kind === 'settings') {
    const settings = vscode.workspace.getConfiguration('miniml', recording);
    const { configuration } = scopes[target.scope];
    for (const [name, value] of Object.entries(patch)) await settings.update(name, value, configuration);
    return written;
  }
  if (existingParameterFile(target.file) === undefined) {
    await makeParameterFile(target.file, patch);
    return written;
  }
  const document = await vscode.workspace.openTextDocument(target.file);
  const unsaved = document.isDirty;
  const change = parameterFileEdit(document.getText(), patch);
  if (!change) return written;
  const range = new vscode.Range(
    document.positionAt(change.offset),
    document.positionAt(change.offset + change.length),
  );
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, change.content);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new UserError(`${written.target} cannot be edited. Check its permissions.`);
  if (!unsaved) await document.save();
  return { ...written, unsaved: document.isDirty };
}

/**
 * Makes a parameter file on the disk: VS Code may still hold the text of a deleted file of this name. Resolves when that
 * text is the new one.
 */
async function makeParameterFile(file: string, patch: WrittenPatch): Promise<void> {
  const empty = '{\n}\n';
  const { offset, length, content } = parameterFileEdit(empty, patch) ?? {
    offset: 0,
    length: 0,
    content: '',
  };
  const text = empty.slice(0, offset) + content + empty.slice(offset + length);
  await writeWhole(file, { overwrite: false }, (temporary) => writeFile(temporary, text));
  const held = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
  for (let tries = 0; held && !held.isClosed && held.getText() !== text && tries < 50; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Opens the target. */
export async function showTarget(target: ParameterTarget): Promise<void> {
  if (target.kind === 'settings') await vscode.commands.executeCommand(scopes[target.scope].open);
  else
    await vscode.window.showTextDocument(vscode.Uri.file(target.file), {
      viewColumn: vscode.ViewColumn.Beside,
    });
}
