import type { ParameterName } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';

/**
 * One finding of the rules, wherever it is shown: in a parameter file, over an opened trace or with a detection. The
 * code is the same everywhere.
 */
export interface Advice extends Warning {
  severity: 'error' | 'warning';
  /** Parameters that it is about, the most important first. */
  names: readonly ParameterName[];
  /** A value that mends it. */
  change?: { name: ParameterName; value: string | number | boolean; title: string };
}
