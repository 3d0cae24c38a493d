import path from 'node:path';
import { ErrorCodes, ResponseError, type TextEdit, type Range as TextRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Member, ParameterDocument, Range } from '../common/parameters/document';
import { nearestName, parameterNamed } from '../common/parameters/names';
import { DECLARATIONS } from '../common/parameters/parameters';

/** Converts the engine's offsets to lines and characters of the editor. */
export function textRange(text: TextDocument, { from, to }: Range): TextRange {
  return { start: text.positionAt(from), end: text.positionAt(to) };
}

export type Place = { in: 'key' | 'value'; member: Member };

/** The key or value at an offset, or touching it. */
export function placeAt({ members }: ParameterDocument, offset: number): Place | undefined {
  for (const member of members) {
    if (touches(member.keyRange, offset)) return { in: 'key', member };
    if (touches(member.valueRange, offset)) return { in: 'value', member };
  }
  return undefined;
}

function touches({ from, to }: Range, offset: number): boolean {
  return from <= offset && offset <= to;
}

/** A value that names a file. */
export interface FileMention {
  member: Member;
  /** Absolute path. */
  file: string;
}

/** The models and recordings named in a parameter file; none if its own path is unknown. */
export function mentionedFiles(document: ParameterDocument): FileMention[] {
  const { path: own } = document;
  if (own === undefined) return [];
  return document.members.flatMap((member) =>
    member.name !== undefined &&
    DECLARATIONS[member.name].kind === 'path' &&
    typeof member.value === 'string' &&
    member.value !== ''
      ? [{ member, file: path.resolve(path.dirname(own), member.value) }]
      : [],
  );
}

/** A parameter file for rename. */
export interface OpenFile {
  text: TextDocument;
  document: ParameterDocument;
}

/** The range that can be renamed at an offset: any key, and values that name files. */
export function renamable(document: ParameterDocument, offset: number): Place | undefined {
  const place = placeAt(document, offset);
  if (place?.in !== 'value') return place;
  return mentionedFiles(document).some(({ member }) => member === place.member) ? place : undefined;
}

/**
 * Renames a key to a parameter's name, or a file in every parameter file that names it.
 *
 * @returns edits by document URI
 * @throws ResponseError when the new name is not a parameter
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
        `There is no parameter "${bare}"${guess === undefined ? '.' : `. Did you mean ${guess}?`}`,
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
