import type { Group } from './declaration';
import { fillDetection } from './fill';
import { DECLARATIONS, PARAMETER_NAMES, type ParameterName, type Parameters } from './parameters';
import { parseTimeRanges } from './times';

const DECIDING: ReadonlySet<Group> = new Set<Group>(['model', 'detection', 'measurement', 'filters']);
/** It changes speed and memory alone. Which model is used is compared by what the file holds. */
const NOT_DECIDING: ReadonlySet<ParameterName> = new Set(['batch_size', 'model_path']);

/** The parameters that would make another detection of the same trace, with lengths in samples. */
export function changedParameters(used: Parameters, now: Parameters): ParameterName[] {
  const before = fillDetection(used);
  return PARAMETER_NAMES.filter((name) => {
    if (name === 'exclude') return rangesOf(used) !== rangesOf(now);
    if (!DECIDING.has(DECLARATIONS[name].group) || NOT_DECIDING.has(name)) return false;
    // What is left to the program follows from the others: it was what the program would have chosen then.
    const after = now[name] === null ? fillDetection({ ...used, [name]: null }) : now;
    return before[name] !== after[name];
  });
}

function rangesOf({ exclude }: Pick<Parameters, 'exclude'>): string {
  return JSON.stringify(parseTimeRanges(exclude ?? '') ?? []);
}
