import { format } from 'jsonc-parser';
import {
  type CodeAction,
  CodeActionKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as EditorDiagnostic,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from '../common/parameters/document';
import type { Diagnostic, Severity } from '../engine/parameter-files/diagnostics/diagnostic';
import { textRange } from './navigation';

/** Edits that format the text; comments stay in place. */
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

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function editorDiagnostic(text: TextDocument, diagnostic: Diagnostic): EditorDiagnostic {
  return {
    range: textRange(text, diagnostic.range),
    severity: SEVERITIES[diagnostic.severity],
    code: diagnostic.code,
    source: 'miniML',
    message: diagnostic.message,
    ...(diagnostic.code === 'unused' && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

/** Quick fixes for the diagnostics in a range of the text. */
export function quickFixes(text: TextDocument, found: readonly Diagnostic[], within: Range): CodeAction[] {
  return found
    .filter(({ range, fix }) => fix && range.from <= within.to && within.from <= range.to)
    .map((diagnostic) => {
      const { title, range, replacement } = diagnostic.fix!;
      return {
        title,
        kind: CodeActionKind.QuickFix,
        isPreferred: true,
        diagnostics: [editorDiagnostic(text, diagnostic)],
        edit: { changes: { [text.uri]: [{ range: textRange(text, range), newText: replacement }] } },
      };
    });
}
