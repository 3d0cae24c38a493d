import type { Detection } from '../../common/events/detection';
import type { Advice } from '../../common/parameters/advice';
import { defaultParameters, type Parameters } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';
import { doubtfulValues } from '../recordings/doubts';
import type { RecordedTrace } from '../recordings/trace';
import { suggestParameters } from '../tuning/suggest';
import { modelAdvice, modelFacts } from './model-rules';
import { modelTraceAdvice } from './model-trace-rules';
import { saturationAdvice } from './saturation';
import { traceAdvice } from './trace-rules';

/** Adds the advice of all rules to a detection: about its recording, its trace, its parameters and its outcome. */
export async function advised(detection: Detection, trace: RecordedTrace): Promise<Detection> {
  const found = [
    ...detectionAdvice(detection),
    ...(await traceAdvised(trace, detection.parameters, detection.model.path)),
  ].map(warningOf);
  const known = ({ code }: Warning) => code !== 'unit' || detection.parameters.unit === null;
  return {
    ...detection,
    warnings: [
      ...detection.warnings,
      ...trace.recording.warnings.filter(known),
      ...doubtfulValues(trace.recording, trace.channel),
      ...found,
    ],
  };
}

/**
 * What the rules say of a trace and the parameters it will be detected with, before a detection and after it.
 *
 * @throws UserError when the model cannot be read
 */
export async function traceAdvised(
  trace: RecordedTrace,
  parameters: Parameters,
  model: string,
): Promise<Advice[]> {
  const trainedAs = await modelFacts(model);
  const facts = { rateHz: trace.rateHz, suggestion: suggestParameters(trace, parameters) };
  return [
    ...traceAdvice(parameters, facts),
    ...modelAdvice(parameters, trainedAs.direction),
    ...modelTraceAdvice(parameters, trainedAs, trace),
    ...saturationAdvice(trace),
  ];
}

function warningOf({ code, message }: Advice): Warning {
  return { code, message };
}

/** Advice on the parameters of a finished detection. */
export function detectionAdvice({ events, prediction, parameters, statistics }: Detection): Advice[] {
  if (events.length > 0) return [];
  const { model_threshold, win_size, event_direction, peak_w } = parameters;
  const highest = prediction.reduce((most, p) => Math.max(most, p), 0).toPrecision(2);
  const why =
    Number(highest) >= model_threshold
      ? `Probabilities reach ${highest}, but no peak is wide and steep enough. Check win_size (${win_size}), event_direction (${event_direction}) and peak_w (${peak_w}).`
      : `The highest probability is ${Number(highest) < 0.01 ? 'less than 0.01' : highest}, below model_threshold (${model_threshold}). ${
          Number(highest) >= defaultParameters().model_threshold
            ? 'Choose a lower threshold.'
            : `Check win_size (${win_size}) and event_direction (${event_direction}).`
        }`;
  return [
    {
      code: 'no-events',
      severity: 'warning',
      names: ['win_size', 'event_direction', 'model_threshold'],
      message: `No events were found in ${Number(statistics.duration_s.toPrecision(3))} s. ${why}`,
    },
  ];
}
