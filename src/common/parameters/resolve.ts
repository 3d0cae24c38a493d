import { defaultParameters, PARAMETER_NAMES, type ParameterName, type WrittenParameters } from './parameters';

/** Where values can come from, the strongest first; `recording` is what the user said about a file that it does not. */
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

/** Values from one place. A parameter it does not name is left to the layers below; null is a value. */
export interface Layer {
  kind: LayerKind;
  /** Path of the parameter file or settings file, where there is one. */
  path?: string;
  values: Partial<WrittenParameters>;
}

export interface Resolved {
  values: WrittenParameters;
  /** The layer that each value is from. */
  origins: Record<ParameterName, { kind: LayerKind; path?: string }>;
}

/** One full set of values from layers in any order; the defaults need not be given. */
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
