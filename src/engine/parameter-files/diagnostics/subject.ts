import path from 'node:path';
import type { Advice } from '../../../common/parameters/advice';
import { checkWritten } from '../../../common/parameters/check';
import type { Member, ParameterDocument } from '../../../common/parameters/document';
import { inSamplesIfKnown } from '../../../common/parameters/lengths';
import {
  defaultParameters,
  type ParameterName,
  type Parameters,
  type WrittenParameters,
} from '../../../common/parameters/parameters';
import { withAbsolutePaths } from '../file';
import type { Diagnostic, Severity } from './diagnostic';

/** A parameter file as a whole: its values over the defaults, and their positions in the text. */
export interface Subject {
  values: Parameters;
  /** The same with times as written. In `values` they are samples, NaN if the sampling rate is unknown. */
  written: WrittenParameters;
  /** The last valid member of each parameter. */
  members: ReadonlyMap<ParameterName, Member>;
}

/**
 * Invalid members are ignored; other rules report them. Relative paths start at the document's folder.
 *
 * @param rateHz of the recording, if known; a rate in the document takes precedence
 */
export function subjectOf(document: ParameterDocument, rateHz?: number): Subject {
  const right = document.members.filter(
    (m): m is Member & { name: ParameterName } =>
      m.name !== undefined && checkWritten(m.name, m.value) === undefined,
  );
  const given = Object.fromEntries(
    right.map(({ name, value }) => [name, value]),
  ) as Partial<WrittenParameters>;
  const folder = document.path === undefined ? undefined : path.dirname(document.path);
  const values = folder === undefined ? given : withAbsolutePaths(given, folder);
  const written: WrittenParameters = { ...defaultParameters(), ...values };
  return {
    written,
    values: inSamplesIfKnown(written, written.sampling ?? rateHz),
    members: new Map(right.map((member) => [member.name, member])),
  };
}

/** A diagnostic at the value of the first of `names` that is in the file; if none is, at the file's first character. */
export function finding(
  { members }: Subject,
  names: readonly ParameterName[],
  severity: Severity,
  code: string,
  message: string,
  fix?: { title: string; value: string | number | boolean | null },
): Diagnostic {
  const member = names.map((name) => members.get(name)).find((m) => m !== undefined);
  const range = member?.valueRange ?? { from: 0, to: 1 };
  return {
    range,
    severity,
    code,
    message,
    ...(fix && member && { fix: { title: fix.title, range, replacement: JSON.stringify(fix.value) } }),
  };
}

/** Converts advice of the rules for traces and models into a diagnostic at its place in the file. */
export function diagnosticOf(
  subject: Subject,
  { names, severity, code, message, change }: Advice,
): Diagnostic {
  const fix = change && subject.members.has(change.name) ? change : undefined;
  return finding(subject, names, severity, code, message, fix);
}
