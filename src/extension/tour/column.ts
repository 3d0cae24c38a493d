import * as vscode from 'vscode';

/**
 * Where a file is opened: beside the tour while that is the active editor, so that it stays in sight; else where
 * the user is. Pages of VS Code's own, as the tour's, are tabs whose input is not told.
 */
export function columnForFile(): vscode.ViewColumn {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab && activeTab.input === undefined ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
