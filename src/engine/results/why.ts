import type { DetectedEvent } from '../detection/detection';
import { explain, type Verdict } from '../detection/explain';
import type { ResultsFile } from './results-file';

/** What is known about a point of the trace: whether there is an event, and the rule that decided. */
export interface Why {
  sample: number;
  verdict: Verdict | 'deleted' | 'added' | 'unknown';
  /** One sentence, with the numbers that decided. */
  text: string;
  /** Of the windows that could have shown an event here; NaN where the file does not hold the prediction. */
  probability: number;
  model_threshold: number;
  /** Steepest smoothed rise near the point; NaN where the recording is not there. */
  gradient: number;
  gradient_threshold: number;
}

/** @param gradient steepest rise near the sample, NaN where the recording is not there */
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
      text: 'This file does not say what was looked at here: detect the events anew to have it explained.',
    };
  const { verdict, text, probability, event } = explain(detection, sample);
  const told = { ...numbers, verdict, text, probability };
  if (event?.added)
    return { ...told, verdict: 'added', text: 'An event that was added by hand: it was not detected.' };
  if (verdict === 'border' && detection.prediction.length === 0 && isInside(results, sample))
    return {
      ...told,
      verdict: 'score',
      text: 'No peak of the prediction proposed this point. How high the prediction is here is not in the file.',
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
