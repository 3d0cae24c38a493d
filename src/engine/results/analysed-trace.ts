import type { Detection } from '../../common/events/detection';
import { merged } from '../../common/traces/sample-ranges';
import { bridged } from '../detection/gaps';
import { measuringTrace } from '../detection/smoothing';
import type { Measuring } from '../measuring/measure-events';
import { spansOf } from '../measuring/spans';
import { filteredTrace } from '../signal/filtered-trace';
import type { Trace } from '../signal/trace';
import { directionOf } from './edits';

/** A recording's trace with the gaps bridged and the filters applied that a detection had. */
export function analysedTrace({ missing, excluded, parameters }: Detection, trace: Trace): Trace {
  return filteredTrace(bridged(trace, merged([...missing, ...excluded])), parameters);
}

/** How the events of a detection were measured, in its {@link analysedTrace}. */
export function measuringOf(detection: Detection, analysed: Trace): Measuring {
  const { parameters, rate_hz } = detection;
  return {
    smoothed: measuringTrace(analysed, parameters),
    direction: directionOf(detection),
    spans: spansOf(parameters, rate_hz),
    method: parameters.baseline_method,
    excluded: detection.excluded,
  };
}
