import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { TextEdit } from './table-text';

/** Applies edits to a table as one step of undo. @throws UserError where VS Code refuses it */
export async function editTable(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<void> {
  if (edits.length === 0) return;
  const edit = new vscode.WorkspaceEdit();
  for (const { from, to, text } of edits)
    edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  if (!(await vscode.workspace.applyEdit(edit)))
    throw new UserError('The table was not changed. Close other programs that hold it, and try again.');
}
