import path from 'node:path';
import type { Group } from '../../common/parameters/declaration';
import { fillDetection } from '../../common/parameters/fill';
import {
  DECLARATIONS,
  PARAMETER_NAMES,
  type ParameterName,
  type Parameters,
} from '../../common/parameters/parameters';
import { parseTimeRanges } from '../../common/parameters/times';

/** Names of parameters as the view shows them; others go by their own. */
const LABELS: Partial<Record<ParameterName, string>> = {
  win_size: 'window',
  event_direction: 'direction',
  model_threshold: 'threshold',
  convolve_win: 'smoothing',
};

/** What of a detection's inputs is another than it was. */
export interface ChangedInputs {
  recording: boolean;
  model: boolean;
}

/** Why a detection would be another one now, a few words for each reason; [] where it would not. */
export function staleReasons(
  used: Parameters,
  now: Parameters,
  changed: ChangedInputs,
  model: { used: string | null; now: string | null },
): string[] {
  return [
    ...(changed.recording ? ['the recording has changed'] : []),
    ...(changed.model ? [modelReason(model)] : []),
    ...changedParameters(used, now).map((name) => parameterReason(name, used, now)),
  ];
}

function modelReason({ used, now }: { used: string | null; now: string | null }): string {
  if (used === now) return 'the model has been trained again or replaced';
  return `model ${nameOf(used)} → ${nameOf(now)}`;
}

function nameOf(model: string | null): string {
  return model === null ? 'base model' : path.basename(model);
}

function parameterReason(name: ParameterName, used: Parameters, now: Parameters): string {
  if (name === 'exclude') return 'the excluded intervals have changed';
  const value = (parameters: Parameters) => String(parameters[name] ?? 'default');
  return `${LABELS[name] ?? name} ${value(used)} → ${value(now)}`;
}

const DECIDING: ReadonlySet<Group> = new Set<Group>(['model', 'detection', 'measurement', 'filters']);
/** It changes speed and memory alone. Which model is used is compared by what the file holds. */
const NOT_DECIDING: ReadonlySet<ParameterName> = new Set(['batch_size', 'model_path']);

/** The parameters that would make another detection of the same trace, with lengths in samples. */
function changedParameters(used: Parameters, now: Parameters): ParameterName[] {
  const before = fillDetection(used);
  return PARAMETER_NAMES.filter((name) => {
    if (name === 'exclude') return rangesOf(used) !== rangesOf(now);
    if (!DECIDING.has(DECLARATIONS[name].group) || NOT_DECIDING.has(name)) return false;
    // null leaves the value to the program: compare the value it would have chosen with the parameters used then.
    const after = now[name] === null ? fillDetection({ ...used, [name]: null }) : now;
    return before[name] !== after[name];
  });
}

function rangesOf({ exclude }: Pick<Parameters, 'exclude'>): string {
  return JSON.stringify(parseTimeRanges(exclude ?? '') ?? []);
}
