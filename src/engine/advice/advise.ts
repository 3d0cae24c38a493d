import type { Detection } from '../../common/events/detection';
import type { Warning } from '../../common/warning';
import type { RecordedTrace } from '../recordings/trace';
import { suggestParameters } from '../tuning/suggest';
import type { Advice } from './advice';
import { detectionAdvice } from './detection-rules';
import { modelFacts } from './model-facts';
import { modelAdvice } from './model-rules';
import { modelTraceAdvice } from './model-trace-rules';
import { saturationAdvice } from './saturation';
import { traceAdvice } from './trace-rules';

/** Adds the advice of all rules to a detection: about its recording, its trace, its parameters and its outcome. */
export async function advised(detection: Detection, trace: RecordedTrace): Promise<Detection> {
  const { parameters } = detection;
  const model = await modelFacts(detection.model.path);
  const facts = { rateHz: trace.rateHz, suggestion: suggestParameters(trace, parameters) };
  const found = [
    ...detectionAdvice(detection),
    ...traceAdvice(parameters, facts),
    ...modelAdvice(parameters, model.direction),
    ...modelTraceAdvice(parameters, model, trace),
    ...saturationAdvice(trace),
  ].map(warningOf);
  const known = ({ code }: Warning) => code !== 'unit' || parameters.unit === null;
  return {
    ...detection,
    warnings: [...detection.warnings, ...trace.recording.warnings.filter(known), ...found],
  };
}

function warningOf({ code, message }: Advice): Warning {
  return { code, message };
}
