import type { ParameterName } from '../common/parameters/parameters';
import { type Layer, type Resolved, resolveParameters } from '../common/parameters/resolve';
import { parseAssignments } from '../common/parameters/text';
import { readParameterFile, withAbsolutePaths } from '../engine/parameter-files/file';
import type { Flags } from './flags';
import { type LikeResults, likeResults } from './like';

/**
 * Resolves the parameters of a call; shorthand flags win over `--set`, the parameter file, the results of `--like` and
 * the defaults, in this order. Paths in flags are relative to the working folder, those in a file to that file.
 *
 * @throws UserError for a file or value that is wrong
 */
export async function parametersOf(
  flags: Flags,
  values: Readonly<Record<string, unknown>>,
): Promise<Resolved & { layers: Layer[]; like?: LikeResults }> {
  const given = parseAssignments([
    ...((values['set'] as string[] | undefined) ?? []),
    ...shorthands(flags, values),
  ]);
  const flagged: Layer = { kind: 'flag', values: withAbsolutePaths(given, process.cwd()) };
  const file = values['params'] as string | undefined;
  const results = values['like'] as string | undefined;
  const like = results === undefined ? undefined : await likeResults(results);
  const ofFile = file === undefined ? undefined : await readParameterFile(file);
  const layers = [flagged, ofFile, like].filter((layer) => layer !== undefined);
  return { ...resolveParameters(layers), layers, like };
}

function shorthands(flags: Flags, values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(flags).flatMap(([name, flag]) => {
    const text = values[name] as string | undefined;
    return flag.kind === 'parameter' && text !== undefined
      ? [`${flag.parameter satisfies ParameterName}=${text}`]
      : [];
  });
}
