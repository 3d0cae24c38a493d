import type { ExtractionCounts } from '../../common/api/engine/extraction';
import type { Parameters } from '../../common/parameters/parameters';
import type { Warning } from '../../common/warning';
import type { RecordedTrace } from '../recordings/trace';
import { suggestParameters } from '../tuning/suggest';
import { traceAdvice } from './trace-rules';

/** Warns if there are more doubtful windows than this, and more than {@link PER_CLEAR} for each clear event. */
const MANY_DOUBTFUL = 200;
const PER_CLEAR = 5;

/** Warnings about an extraction: the detection rules for window and direction, and too many doubtful windows. */
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
