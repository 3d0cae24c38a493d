import * as vscode from 'vscode';
import { SERVERS_VARIABLE, UNTRUSTED_VARIABLE } from '../engine/files/named-paths';

/** Folders of an untrusted workspace; undefined in a trusted one. */
export function untrustedFolders(): string[] | undefined {
  if (vscode.workspace.isTrusted) return undefined;
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}

/** Servers that the user has allowed VS Code to open; a workspace cannot set them. */
export function allowedServers(): string[] {
  const found = vscode.workspace
    .getConfiguration('security')
    .inspect<unknown>('allowedUNCHosts')?.globalValue;
  if (!Array.isArray(found)) return [];
  return found.filter((host) => typeof host === 'string').map((host) => host.toLowerCase());
}

/** Environment variables that tell our processes which folders are not trusted, and which servers are. */
export function trustEnvironment(): NodeJS.ProcessEnv {
  const folders = untrustedFolders();
  return {
    [SERVERS_VARIABLE]: JSON.stringify(allowedServers()),
    ...(folders ? { [UNTRUSTED_VARIABLE]: JSON.stringify(folders) } : {}),
  };
}

/** Calls back when processes must be told anew what they may open. */
export function onTrustChanged(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidGrantWorkspaceTrust(listener),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('security.allowedUNCHosts')) listener();
    }),
  );
}
