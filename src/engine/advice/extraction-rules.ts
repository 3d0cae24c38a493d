import type { ExtractionCounts } from '../../common/api/engine/extraction';
import type { Parameters } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';
import type { RecordedTrace } from '../recordings/trace';
import { suggestParameters } from '../tuning/suggest';
import { traceAdvice } from './trace-rules';

/** More doubtful windows than these are more than anybody scores, and these shares of the clear ones mostly noise. */
const MANY_DOUBTFUL = 200;
const PER_CLEAR = 5;

/** What the rules for detections say about an extraction: its window and direction, and what it found. */
export function extractionAdvice(
  trace: RecordedTrace,
  parameters: Parameters,
  { clear, doubtful }: Pick<ExtractionCounts, 'clear' | 'doubtful'>,
): Warning[] {
  const facts = { rateHz: trace.rateHz, suggestion: suggestParameters(trace, parameters) };
  const found = traceAdvice(parameters, facts).map(({ code, message }): Warning => ({ code, message }));
  if (doubtful > MANY_DOUBTFUL && doubtful > PER_CLEAR * clear)
    found.push({
      code: 'many-doubtful',
      message: `${doubtful} doubtful windows for ${clear} clear events: most of them are noise. Raise threshold_mid, set max_per_recording, or check win_size.`,
    });
  return found;
}
