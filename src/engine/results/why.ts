import type { Why } from '../../common/api/engine/results';
import type { DetectedEvent } from '../../common/events/detection';
import { explain } from '../detection/explain';
import type { ResultsFile } from './results-file';

/** @param gradient steepest rise near the sample, NaN if the recording is not available */
export function why(results: ResultsFile, sample: number, gradient: number): Why {
  const { detection, deleted, complete } = results;
  const numbers = {
    sample,
    model_threshold: detection.parameters.model_threshold,
    gradient,
    gradient_threshold: detection.gradient_threshold,
    probability: Number.NaN,
  };
  const gone = deleted.events.find((event) => covers(event, sample));
  if (gone)
    return {
      ...numbers,
      verdict: 'deleted',
      text: 'An event was found here and has been deleted by hand.',
      probability: gone.score,
    };
  if (!complete)
    return {
      ...numbers,
      verdict: 'unknown',
      text: 'This file has no record of the search. Detect events again.',
    };
  const { verdict, text, probability, event } = explain(detection, sample);
  const told = { ...numbers, verdict, text, probability };
  if (event && !event.added)
    return {
      ...told,
      probability: event.score,
      gradient: Number.isNaN(gradient) ? event.slope : gradient,
    };
  if (event)
    return { ...told, verdict: 'added', text: 'An event that was added by hand: it was not detected.' };
  if (verdict === 'border' && detection.prediction.length === 0 && isInside(results, sample))
    return {
      ...told,
      verdict: 'score',
      text: 'No peak of the prediction lies here. The file does not contain the prediction itself.',
    };
  return told;
}

function covers({ location, baseline_to, peak, halfdecay }: DetectedEvent, sample: number): boolean {
  if (Number.isNaN(baseline_to)) return sample === location;
  return baseline_to <= sample && sample <= (Number.isNaN(halfdecay) ? peak : halfdecay);
}

function isInside({ detection }: ResultsFile, sample: number): boolean {
  const { win_size } = detection.parameters;
  return sample >= win_size / 2 && sample < detection.samples - win_size / 2;
}
