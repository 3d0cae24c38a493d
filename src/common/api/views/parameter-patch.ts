import type { Parameters } from '../../parameters/parameters';

/** Values that are to take the place of others; undefined takes a value back to the layer below. */
export type ParameterPatch = Partial<Parameters>;
