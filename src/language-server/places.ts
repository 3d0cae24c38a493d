import type { Range as TextRange } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Member, ParameterDocument, Range } from '../common/parameters/document';

/** Offsets of the engine as lines and characters of the editor. */
export function textRange(text: TextDocument, { from, to }: Range): TextRange {
  return { start: text.positionAt(from), end: text.positionAt(to) };
}

export type Place = { in: 'key' | 'value'; member: Member };

/** The key or value that an offset lies in or touches. */
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
