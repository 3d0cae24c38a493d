import type { ParameterDocument, Range } from '../../../common/parameters/document';

/** A diagnostic on a range of a parameter file. */
export interface Diagnostic {
  range: Range;
  severity: Severity;
  /** Stable identifier of the rule: "unknown-name". */
  code: string;
  /** Problem and remedy for the user. */
  message: string;
  /** A change that solves the problem. */
  fix?: { title: string; range: Range; replacement: string };
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One kind of diagnostic. Rules see the whole document and are independent of each other. */
export type Rule = TextRule | ((document: ParameterDocument) => Promise<Diagnostic[]>);

/** A rule that needs only the text, unlike those that open models and recordings. */
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
