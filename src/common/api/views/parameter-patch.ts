import type { Parameters } from '../../parameters/parameters';

/** Parameter values to override; undefined resets a value to the layer below. */
export type ParameterPatch = Partial<Parameters>;
