import path from 'node:path';
import { changedParameters } from '../../common/parameters/detection-changes';
import type { ParameterName, Parameters } from '../../common/parameters/parameters';

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
