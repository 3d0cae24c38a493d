import * as vscode from 'vscode';

/**
 * Column for a file: beside the walkthrough while that is the active editor, so that it stays visible; else the active
 * one. VS Code's own pages, such as the walkthrough, are tabs with unknown input.
 */
export function columnForFile(): vscode.ViewColumn {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab && activeTab.input === undefined ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
