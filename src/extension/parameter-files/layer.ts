import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';
import type { Layer } from '../../common/parameters/resolve';
import { mayOpenNamed, notOpenedSentence } from '../../engine/files/named-paths';
import { parameterLayer } from '../../engine/parameter-files/file';
import { allowedServers, untrustedFolders } from '../workspace-trust';

/** Path of the parameter file beside a recording, of the same name: cell7.miniml.json for cell7.abf. */
export function parameterFileBeside(recording: string): string {
  const { dir, name } = path.parse(recording);
  return path.join(dir, name + PARAMETER_FILE_EXTENSION);
}

/**
 * Values of a parameter file from the editor, saved or not, else from the disk. Undefined if there is no such file.
 *
 * @throws UserError for the first error in it
 */
export function layerOf(parameterFile: string): Layer | undefined {
  const open = inEditor(parameterFile);
  if (open) return trusted(parameterLayer(open.getText(), parameterFile), parameterFile);
  if (!existsSync(parameterFile)) return undefined;
  try {
    return trusted(parameterLayer(readFileSync(parameterFile, 'utf8'), parameterFile), parameterFile);
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`The parameter file ${parameterFile} cannot be read. Check its permissions.`);
  }
}

/** @throws UserError for a model elsewhere, if the workspace is not trusted */
function trusted(layer: Layer, parameterFile: string): Layer {
  const { model_path } = layer.values;
  if (
    typeof model_path === 'string' &&
    !mayOpenNamed(model_path, parameterFile, untrustedFolders(), allowedServers())
  )
    throw new UserError(`${parameterFile}: ${notOpenedSentence(model_path)}`);
  return layer;
}

/** The path if the file exists on the disk or in the editor. */
export function existingParameterFile(parameterFile: string): string | undefined {
  return inEditor(parameterFile) || existsSync(parameterFile) ? parameterFile : undefined;
}

/** VS Code caches a deleted file for a while: unless it has edits, it counts as deleted. */
function inEditor(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => uri.fsPath === file && (isDirty || existsSync(file)),
  );
}
