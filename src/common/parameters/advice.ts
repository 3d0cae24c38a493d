import type { Warning } from '../warning';
import type { ParameterName } from './parameters';

/**
 * One finding of the rules, with the same code wherever it is shown: in a parameter file, over an opened trace or with
 * a detection.
 */
export interface Advice extends Warning {
  severity: 'error' | 'warning';
  /** Parameters concerned, the most important first. */
  names: readonly ParameterName[];
  /** A change of a value that solves the problem. */
  change?: { name: ParameterName; value: string | number | boolean; title: string };
}
