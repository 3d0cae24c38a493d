import path from 'node:path';
import type { TextEdit } from 'vscode-languageserver';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { ParameterDocument } from '../common/parameters/document';
import { nearestName, parameterNamed } from '../common/parameters/names';
import { type Place, placeAt, textRange } from './places';
import { mentionedFiles } from './symbols';

/** A parameter file as rename sees it. */
export interface OpenFile {
  text: TextDocument;
  document: ParameterDocument;
}

/** What can be renamed at an offset: any key, and values that name files. */
export function renamable(document: ParameterDocument, offset: number): Place | undefined {
  const place = placeAt(document, offset);
  if (place?.in !== 'value') return place;
  return mentionedFiles(document).some(({ member }) => member === place.member) ? place : undefined;
}

/**
 * Renames a key to a parameter's name, or a file in every parameter file that names it.
 *
 * @returns edits by document URI
 * @throws ResponseError when the new name is no parameter
 */
export function rename(
  target: OpenFile,
  offset: number,
  newName: string,
  all: readonly OpenFile[],
): Record<string, TextEdit[]> {
  const place = renamable(target.document, offset);
  if (!place) return {};
  const bare = newName.replace(/^"|"$/g, '');
  if (place.in === 'key') {
    if (parameterNamed(bare) === undefined) {
      const guess = nearestName(bare);
      throw new ResponseError(
        ErrorCodes.InvalidParams,
        `There is no parameter "${bare}"${guess === undefined ? '.' : `: did you mean ${guess}?`}`,
      );
    }
    const edit = { range: textRange(target.text, place.member.keyRange), newText: JSON.stringify(bare) };
    return { [target.text.uri]: [edit] };
  }
  const renamed = mentionedFiles(target.document).find(({ member }) => member === place.member)!.file;
  const destination = path.resolve(path.dirname(target.document.path!), bare);
  const edits: Record<string, TextEdit[]> = {};
  for (const { text, document } of all)
    for (const { member, file } of mentionedFiles(document)) {
      if (file !== renamed) continue;
      const relative = path.relative(path.dirname(document.path!), destination).split(path.sep).join('/');
      const written = path.isAbsolute(member.value as string) ? destination : relative;
      edits[text.uri] ??= [];
      edits[text.uri].push({ range: textRange(text, member.valueRange), newText: JSON.stringify(written) });
    }
  return edits;
}
