import type { Detection } from '../../common/events/detection';
import { cleanTrace } from '../detection/clean-trace';
import { withoutValues } from '../detection/prepare';
import { measuringTrace } from '../detection/smoothing';
import type { Measuring } from '../measuring/measure-events';
import { spansOf } from '../measuring/spans';
import type { Trace } from '../signal/trace';
import { directionOf } from './edits';

/** A recording's trace with the gaps bridged and the filters applied that a detection had. */
export function analysedTrace(detection: Detection, trace: Trace): Trace {
  return cleanTrace(trace, withoutValues(detection), detection.parameters);
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
