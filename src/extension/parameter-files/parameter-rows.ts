import path from 'node:path';
import type { RowParameter } from '../../common/api/views/experiment';
import { DECLARATIONS, PARAMETER_NAMES, type ParameterName } from '../../common/parameters/parameters';
import type { LayerKind, Resolved } from '../../common/parameters/resolve';
import { withoutIcons } from '../messages/plain-text';

/** One parameter in the list of values and sources. */
export interface ParameterRow {
  label: ParameterName;
  description: string;
  detail: string;
  origin: Resolved['origins'][ParameterName];
}

const WORDS: Record<LayerKind, string> = {
  flag: 'command line',
  recording: 'entered for this recording',
  'parameter file': 'parameter file',
  results: 'results',
  folder: 'folder settings',
  workspace: 'workspace settings',
  user: 'user settings',
  default: 'default',
};

/** The same for the rows of an experiment, where the table counts as the strongest layer. */
export function parameterList(resolved: Resolved): RowParameter[] {
  return parameterRows(resolved).map(({ label, description, origin }) => {
    const file = origin.path === undefined ? '' : `, ${path.basename(origin.path)}`;
    return {
      name: label,
      value: description,
      source: origin.kind === 'flag' ? 'this table' : WORDS[origin.kind] + file,
      isDefault: origin.kind === 'default',
    };
  });
}

/** Every parameter with its value and source; values that differ from the default come first. */
export function parameterRows({ values, origins }: Resolved): ParameterRow[] {
  const rows = PARAMETER_NAMES.map((label) => {
    const origin = origins[label];
    const { unit } = { unit: undefined, ...DECLARATIONS[label] };
    const value = values[label];
    const description =
      value === null
        ? `null: ${DECLARATIONS[label].whenNull}`
        : withoutIcons(unit ? `${value} ${unit}` : String(value));
    // Parameters count from 0, editors from 1.
    const isCounted = (label === 'channel' || label === 'sweep') && typeof value === 'number';
    const inEditor = isCounted ? ` (${label} ${value + 1} in the editor)` : '';
    const icon = origin.kind === 'default' ? 'circle-outline' : 'circle-filled';
    const file = origin.path === undefined ? '' : `, ${withoutIcons(path.basename(origin.path))}`;
    return {
      label,
      description: description + inEditor,
      detail: `$(${icon}) ${WORDS[origin.kind]}${file}`,
      origin,
    };
  });
  return rows.sort((a, b) => Number(a.origin.kind === 'default') - Number(b.origin.kind === 'default'));
}
