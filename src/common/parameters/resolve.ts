import { defaultParameters, PARAMETER_NAMES, type ParameterName, type WrittenParameters } from './parameters';

/** Sources of values, the strongest first; `recording` is what the user entered for a file that lacks it. */
const LAYERS = [
  'flag',
  'recording',
  'parameter file',
  'results',
  'folder',
  'workspace',
  'user',
  'default',
] as const;
export type LayerKind = (typeof LAYERS)[number];

/** Values from one source. Parameters without a value are left to the layers below; null is a value. */
export interface Layer {
  kind: LayerKind;
  /** Path of the parameter file or settings file, if any. */
  path?: string;
  values: Partial<WrittenParameters>;
}

export interface Resolved {
  values: WrittenParameters;
  /** The layer that each value is from. */
  origins: Record<ParameterName, { kind: LayerKind; path?: string }>;
}

/** Resolves layers, given in any order, into one full set of values; the defaults need not be given. */
export function resolveParameters(layers: readonly Layer[]): Resolved {
  const strongestFirst = [...layers].sort((a, b) => LAYERS.indexOf(a.kind) - LAYERS.indexOf(b.kind));
  strongestFirst.push({ kind: 'default', values: defaultParameters() });
  const values: Record<string, unknown> = {};
  const origins: Partial<Resolved['origins']> = {};
  for (const name of PARAMETER_NAMES) {
    const layer = strongestFirst.find((l) => l.values[name] !== undefined)!;
    values[name] = layer.values[name];
    origins[name] = { kind: layer.kind, path: layer.path };
  }
  return { values: values as WrittenParameters, origins: origins as Resolved['origins'] };
}
