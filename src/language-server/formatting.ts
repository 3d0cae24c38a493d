import { format } from 'jsonc-parser';
import type { FormattingOptions, TextEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { textRange } from './places';

/** Edits that lay the text out evenly; comments stay where they are. */
export function formatText(text: TextDocument, options: FormattingOptions): TextEdit[] {
  const { tabSize, insertSpaces, insertFinalNewline } = options;
  return format(text.getText(), undefined, {
    tabSize,
    insertSpaces,
    insertFinalNewline: insertFinalNewline ?? true,
    eol: '\n',
  }).map(({ offset, length, content }) => ({
    range: textRange(text, { from: offset, to: offset + length }),
    newText: content,
  }));
}
