import type { Detection } from '../../common/events/detection';
import type { Advice } from '../../common/parameters/advice';
import type { Parameters } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';
import { doubtfulValues } from '../recordings/doubts';
import type { RecordedTrace } from '../recordings/trace';
import { suggestParameters } from '../tuning/suggest';
import { modelAdvice, modelFacts } from './model-rules';
import { modelTraceAdvice } from './model-trace-rules';
import { detectionAdvice } from './outcome-rules';
import { pieceAdvice } from './piece-rules';
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
    ...pieceAdvice(trace, parameters),
  ];
}

function warningOf({ code, message, change }: Advice): Warning {
  return change === undefined ? { code, message } : { code, message, change };
}
