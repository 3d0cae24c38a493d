import path from 'node:path';
import * as vscode from 'vscode';
import { withoutIcons } from '../messages/plain-text';
import { recordingViewType } from '../recordings/open-editor';
import type { RecordingRow } from './listed-recording';

const WARNING_COLOUR = new vscode.ThemeColor('list.warningForeground');

/** Enter and a click open the recording. */
export function recordingItem(uri: vscode.Uri, row: RecordingRow): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label);
  item.id = uri.toString();
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.icon === 'warning' ? WARNING_COLOUR : undefined);
  item.contextValue = row.context;
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(', ') };
  item.command = {
    command: 'vscode.openWith',
    title: 'Open',
    arguments: [uri, recordingViewType(uri.fsPath)],
  };
  return item;
}

export function folderItem(uri: vscode.Uri, recordings: number, open: boolean): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const relative = vscode.workspace.asRelativePath(uri);
  // A folder of the workspace has no path relative to itself.
  const label = relative === uri.fsPath ? path.basename(uri.fsPath) : relative;
  const item = new vscode.TreeItem(withoutIcons(label), open ? Expanded : Collapsed);
  item.id = uri.toString();
  item.description = String(recordings);
  item.tooltip = uri.fsPath;
  item.iconPath = vscode.ThemeIcon.Folder;
  item.contextValue = 'folder';
  return item;
}
