import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../../common/errors';
import {
  PARAMETER_FILE_EXTENSION,
  type ParameterDocument,
  parseParameterDocument,
} from '../../common/parameters/document';
import { DECLARATIONS, type WrittenParameters } from '../../common/parameters/parameters';
import type { Layer } from '../../common/parameters/resolve';
import { readText } from '../files/read-text';
import { located } from './diagnostics/diagnostic';
import { syntaxRules } from './diagnostics/syntax';

const MOST_BYTES = 10_000_000;

/** @throws UserError when the file cannot be read or is far too large to be a parameter file */
export async function readParameterDocument(file: string): Promise<ParameterDocument> {
  const absolute = path.resolve(file);
  try {
    return parseParameterDocument(await readText(absolute, MOST_BYTES), absolute);
  } catch (thrown) {
    const reason = messageOf(thrown).replace(absolute, 'it').replace(/\.$/, '');
    throw new UserError(`The parameter file ${file} cannot be read: ${reason}.`);
  }
}

/**
 * Reads a parameter file as a layer of values, aliases and relative paths resolved.
 *
 * @throws UserError naming file, line and the first error
 */
export async function readParameterFile(file: string): Promise<Layer> {
  const { text, path: absolute } = await readParameterDocument(file);
  return parameterLayer(text, absolute!);
}

/**
 * Parses the text of a parameter file into a layer of values.
 *
 * @param file its absolute path, the base of relative paths
 * @throws UserError naming file, line and the first error
 */
export function parameterLayer(text: string, file: string): Layer {
  const document = parseParameterDocument(text, file);
  const error = syntaxRules
    .flatMap((rule) => rule(document))
    .filter(({ severity }) => severity === 'error')
    .sort((a, b) => a.range.from - b.range.from)[0];
  if (error) {
    const [{ line, column, message }] = located(document.text, [error]);
    throw new UserError(`${file}:${line}:${column}: ${message}`);
  }
  return { kind: 'parameter file', path: file, values: valuesOf(document) };
}

/** The values of a document without errors. */
function valuesOf({ members, path: file }: ParameterDocument): Partial<WrittenParameters> {
  const values = Object.fromEntries(
    members.map(({ name, value }) => [name, value]),
  ) as Partial<WrittenParameters>;
  return withAbsolutePaths(values, path.dirname(file!));
}

/** Resolves relative paths of files against `folder`. */
export function withAbsolutePaths(
  values: Partial<WrittenParameters>,
  folder: string,
): Partial<WrittenParameters> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      DECLARATIONS[name as keyof WrittenParameters].kind === 'path' && typeof value === 'string'
        ? path.resolve(folder, value)
        : value,
    ]),
  );
}

const RECORDING_FILE = /\.(abf|dat|h5|hdf5|nwb)$/i;

/**
 * Absolute path of a parameter file's recording: the one it names, else the only one beside it of the same name
 * (cell7.abf for cell7.miniml.json); undefined if there is none.
 */
export async function recordingOf(
  { recording }: Pick<WrittenParameters, 'recording'>,
  parameterFile: string | undefined,
): Promise<string | undefined> {
  if (parameterFile === undefined) return undefined;
  const folder = path.dirname(parameterFile);
  if (recording !== null) return path.resolve(folder, recording);
  const stem = path.basename(parameterFile, PARAMETER_FILE_EXTENSION);
  const siblings = (await readdir(folder).catch(() => [])).filter(
    (name) => RECORDING_FILE.test(name) && path.parse(name).name === stem,
  );
  return siblings.length === 1 ? path.join(folder, siblings[0]) : undefined;
}
