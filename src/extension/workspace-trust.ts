import * as vscode from 'vscode';
import { UNTRUSTED_VARIABLE } from '../engine/files/named-paths';

/** Folders of an untrusted workspace; undefined in a trusted one. */
export function untrustedFolders(): string[] | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** Environment variables that tell our processes which folders are not trusted. */
export function trustEnvironment(): NodeJS.ProcessEnv {
  const folders = untrustedFolders();
  return folders ? { [UNTRUSTED_VARIABLE]: JSON.stringify(folders) } : {};
}
