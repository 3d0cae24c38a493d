import type { ParameterName, WrittenParameters } from '../common/parameters/parameters';
import { resolveParameters } from '../common/parameters/resolve';
import { parseAssignments } from '../common/parameters/text';
import { readParameterFile, withAbsolutePaths } from '../engine/parameter-files/file';
import type { Flags } from './flags';

/**
 * The parameters of a call: shorthand flags before `--set` before the parameter file before the defaults.
 * Paths in flags start at the working folder, those in the file at the file.
 *
 * @throws UserError for a file or value that is wrong
 */
export async function parametersOf(
  flags: Flags,
  values: Readonly<Record<string, unknown>>,
): Promise<WrittenParameters> {
  const given = parseAssignments([
    ...((values['set'] as string[] | undefined) ?? []),
    ...shorthands(flags, values),
  ]);
  const layers = [{ kind: 'flag' as const, values: withAbsolutePaths(given, process.cwd()) }];
  const file = values['params'] as string | undefined;
  return resolveParameters(file === undefined ? layers : [...layers, await readParameterFile(file)]).values;
}

function shorthands(flags: Flags, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const text = values[name] as string | undefined;
    return flag.kind === 'parameter' && text !== undefined
      ? [`${flag.parameter satisfies ParameterName}=${text}`]
      : [];
  });
}
