import type { ParameterDocument, Range } from '../../../common/parameters/document';

/** Something to say about a stretch of a parameter file. */
export interface Diagnostic {
  range: Range;
  severity: Severity;
  /** Stable name of the rule that says it: "unknown-name". */
  code: string;
  /** One sentence: what is the matter and what to do. */
  message: string;
  /** A change that mends it. */
  fix?: { title: string; range: Range; replacement: string };
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One kind of finding. Rules see the whole document and are independent of each other. */
export type Rule = TextRule | ((document: ParameterDocument) => Promise<Diagnostic[]>);

/** A rule that looks at nothing but the text, unlike those that open models and recordings. */
export type TextRule = (document: ParameterDocument) => Diagnostic[];

/** A diagnostic as the command line prints it; line and column count from 1, as editors show them. */
export interface LocatedDiagnostic {
  line: number;
  column: number;
  severity: Severity;
  code: string;
  message: string;
}

export function located(text: string, { range, severity, code, message }: Diagnostic): LocatedDiagnostic {
  return { ...positionAt(text, range.from), severity, code, message };
}

/** Line and column (UTF-16 units), from 1. Lines end with \n, \r\n or \r. */
function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
