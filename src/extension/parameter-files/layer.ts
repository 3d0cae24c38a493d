import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import type { Layer } from '../../common/parameters/resolve';
import { parameterLayer } from '../../engine/parameter-files/file';

/** The parameter file that lies beside a recording under its name: cell7.miniml.json for cell7.abf. */
export function parameterFileBeside(recording: string): string {
  const { dir, name } = path.parse(recording);
  return path.join(dir, name + PARAMETER_FILE_EXTENSION);
}

/**
 * The values of a parameter file as it stands in the editor, saved or not; else as it is on the disk. Undefined
 * where there is no such file.
 *
 * @throws UserError for the first mistake in it
 */
export function layerOf(parameterFile: string): Layer | undefined {
  const open = inEditor(parameterFile);
  if (open) return parameterLayer(open.getText(), parameterFile);
  if (!existsSync(parameterFile)) return undefined;
  try {
    return parameterLayer(readFileSync(parameterFile, 'utf8'), parameterFile);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`The parameter file ${parameterFile} cannot be read. Check its permissions.`);
  }
}

/** The path where such a file is on the disk or in the editor. */
export function existingParameterFile(parameterFile: string): string | undefined {
  return inEditor(parameterFile) || existsSync(parameterFile) ? parameterFile : undefined;
}

/** VS Code keeps a file that it has read for a while when it is deleted: unless it was edited, it is gone all the same. */
function inEditor(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => uri.fsPath === file && (isDirty || existsSync(file)),
  );
}
