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

/** Line and column count UTF-16 units; lines end with \n, \r\n or \r. */
export function located(text: string, diagnostics: readonly Diagnostic[]): LocatedDiagnostic[] {
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map((end) => end.index + end[0].length)];
  return diagnostics.map(({ range, severity, code, message }) => {
    // The number of lines that start at or before it, by bisection.
    let [line, after] = [1, starts.length];
    while (line < after) {
      const middle = Math.ceil((line + after) / 2);
      if (starts[middle - 1] <= range.from) line = middle;
      else after = middle - 1;
    }
    return { line, column: range.from - starts[line - 1] + 1, severity, code, message };
  });
}
