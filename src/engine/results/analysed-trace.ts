import type { Detection } from '../../common/events/detection';
import { eventSign } from '../../common/events/direction';
import { cleanTrace } from '../detection/clean-trace';
import { withoutValues } from '../detection/prepare';
import { measuringTrace } from '../detection/smoothing';
import type { Measuring } from '../measuring/measure-events';
import { spansOf } from '../measuring/spans';
import type { Trace } from '../signal/trace';

/** The trace as analysed by a detection: gaps bridged, filters applied. */
export function analysedTrace(detection: Detection, trace: Trace): Trace {
  return cleanTrace(trace, withoutValues(detection), detection.parameters);
}

/** Settings with which the events of a detection were measured, in its {@link analysedTrace}. */
export function measuringOf(detection: Detection, analysed: Trace): Measuring {
  const { parameters, rate_hz } = detection;
  return {
    smoothed: measuringTrace(analysed, parameters),
    direction: eventSign(parameters),
    spans: spansOf(parameters, rate_hz),
    method: parameters.baseline_method,
    excluded: detection.excluded,
  };
}
