import path from 'node:path';
import { checkWritten } from '../../../common/parameters/check';
import type { Member, ParameterDocument } from '../../../common/parameters/document';
import { inSamplesIfKnown } from '../../../common/parameters/lengths';
import {
  defaultParameters,
  type ParameterName,
  type Parameters,
  type WrittenParameters,
} from '../../../common/parameters/parameters';
import type { Advice } from '../../advice/advice';
import { withAbsolutePaths } from '../file';
import type { Diagnostic, Severity } from './diagnostic';

/** What a parameter file says as a whole: its values over the defaults, and where in the text each stands. */
export interface Subject {
  values: Parameters;
  /** The same with times as they are written. In `values` they are samples, NaN while no sampling rate is known. */
  written: WrittenParameters;
  /** The last right member of each parameter. */
  members: ReadonlyMap<ParameterName, Member>;
}

/**
 * Wrong members are left out: other rules speak of them. Relative paths start at the document's folder.
 *
 * @param rateHz of the recording, where it is known; a rate in the document is stronger
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

/**
 * A finding about a parameter, at the value of the first of `names` that stands in the file. None of them does:
 * at the file's first character, where it is seen without a wrong place being blamed.
 */
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

/** What the rules for traces and models say, at the place in the file that it is about. */
export function diagnosticOf(
  subject: Subject,
  { names, severity, code, message, change }: Advice,
): Diagnostic {
  const fix = change && subject.members.has(change.name) ? change : undefined;
  return finding(subject, names, severity, code, message, fix);
}
