import type { Candidate, Rise, Verdict } from '../../common/events/candidate';
import type { DetectedEvent, Detection } from '../../common/events/detection';
import { liesIn } from '../../common/traces/sample-ranges';
import { predictionLine } from './prediction';
import { layWindows, type Windows } from './windows';

export interface Explanation {
  verdict: Verdict;
  /** One sentence for the user, with the numbers that decided. */
  text: string;
  /** Highest probability of the windows whose region could contain this sample; NaN without such windows. */
  probability: number;
  /** The event at this sample, if any. */
  event?: DetectedEvent;
  candidate?: Candidate;
  rise?: Rise;
}

/** The parts of a detection that an explanation needs. */
export type Explained = Pick<
  Detection,
  | 'samples'
  | 'stride'
  | 'parameters'
  | 'model'
  | 'prediction'
  | 'candidates'
  | 'events'
  | 'missing'
  | 'excluded'
  | 'gradient_threshold'
>;

/** Windows whose peak would have a sample searched. */
interface WindowsAround {
  /** Highest probability of those that were computed; NaN without such windows. */
  probability: number;
  /** Whether some were not computed. */
  skipped: boolean;
}

/** Explains why there is an event at a sample of the trace, or why there is none, from the stored candidates. */
export function explain(detection: Explained, sample: number): Explanation {
  const { win_size: window } = detection.parameters;
  const around = windowsAround(detection, sample);
  const { probability } = around;
  const event = detection.events.find((e) => e.baseline_to <= sample && sample <= endOf(e));
  if (event)
    return {
      verdict: 'event',
      text: `An event; its steepest rise is at sample ${event.location}.`,
      probability,
      event,
    };
  if (liesIn(detection.missing, sample))
    return { verdict: 'missing values', text: 'Values are missing here.', probability };
  if (liesIn(detection.excluded, sample))
    return {
      verdict: 'excluded',
      text: 'This interval is excluded (exclude); no events are detected here.',
      probability,
    };
  const covering = detection.candidates.filter(({ from, to }) => from <= sample && sample < to);
  const searched = covering.find(({ outcome }) => outcome !== 'narrow');
  if (searched) return { ...ofRises(detection, searched, sample, window), probability, candidate: searched };
  if (Number.isNaN(probability) && !around.skipped)
    return {
      verdict: 'border',
      text: `Too close to the trace edge: no window of ${window} samples could show an event here.`,
      probability,
    };
  return { ...ofPrediction(detection, covering[0], around), probability, candidate: covering[0] };
}

/** Within a searched region: the outcome of the rise nearest to the sample. */
function ofRises(
  { gradient_threshold, parameters }: Explained,
  { rises }: Candidate,
  sample: number,
  window: number,
): Pick<Explanation, 'verdict' | 'text' | 'rise'> {
  const rise = rises
    .filter((r) => Math.abs(r.sample - sample) <= window / 10)
    .sort((a, b) => Math.abs(a.sample - sample) - Math.abs(b.sample - sample))[0];
  if (!rise || rise.outcome === 'event')
    return {
      verdict: 'gradient',
      text: `This region was searched, but no rise in it reaches the gradient threshold of ${round(gradient_threshold)}.`,
    };
  const steep = `A rise of ${round(rise.gradient)} at sample ${rise.sample}`;
  switch (rise.outcome) {
    case 'minor':
      return {
        verdict: 'relative prominence',
        text: `${steep} is not prominent enough relative to the most prominent rise of its region (rel_prom_cutoff).`,
        rise,
      };
    case 'duplicate':
      return {
        verdict: 'duplicate',
        text: `${steep} is within a hundredth of win_size of another detected event.`,
        rise,
      };
    case 'border':
      return { verdict: 'border', text: `${steep} is too close to the trace edge to be measured.`, rise };
    case 'missing':
      return { verdict: 'missing values', text: `${steep} lies where values are missing.`, rise };
    case 'excluded':
      return {
        verdict: 'excluded',
        text: `${steep}, or the peak after it, lies in an excluded interval (exclude).`,
        rise,
      };
    case 'small':
      return {
        verdict: 'amplitude',
        text: `${steep} leads to a peak that is lower than ${parameters.min_amplitude} (min_amplitude).`,
        rise,
      };
  }
}

/** Outside all searched regions: the reason why the prediction did not propose this sample. */
function ofPrediction(
  { parameters: { model_threshold, peak_w } }: Explained,
  narrow: Candidate | undefined,
  { probability, skipped }: WindowsAround,
): Pick<Explanation, 'verdict' | 'text'> {
  if (narrow)
    return {
      verdict: 'width',
      text: `The prediction has a peak of ${round(narrow.score)} here, but it is narrower than ${peak_w} strides (peak_w).`,
    };
  if (skipped && !(probability >= model_threshold))
    return {
      verdict: 'score',
      text: `The screening network found no sign of an event here, so that not every window was computed (prediction_method).${
        Number.isNaN(probability) ? '' : ` The highest computed probability is ${round(probability)}.`
      }`,
    };
  if (probability < model_threshold)
    return {
      verdict: 'score',
      text: `The highest probability here is ${round(probability)}, below model_threshold (${model_threshold}).`,
    };
  return {
    verdict: 'prominence',
    text: `The prediction reaches ${round(probability)} here, but no peak has a prominence of ${model_threshold} (model_threshold).`,
  };
}

/** The windows whose peak would have this sample searched: see step 4. */
function windowsAround(detection: Explained, sample: number): WindowsAround {
  const { prediction } = detection;
  const line = predictionLine(prediction, windowsOf(detection));
  const { win_size } = detection.parameters;
  const from = Math.max(0, Math.floor(sample - win_size / 2));
  const to = Math.min(line.samples, Math.ceil(sample - win_size / 4) + 1);
  if (from >= to) return { probability: Number.NaN, skipped: false };
  const near = prediction.subarray(Math.floor(from / line.ratio), Math.ceil(to / line.ratio) + 1);
  if (near.some(Number.isNaN)) {
    const computed = near.filter((p) => !Number.isNaN(p));
    const probability = computed.length > 0 ? computed.reduce((a, b) => Math.max(a, b)) : Number.NaN;
    return { probability, skipped: true };
  }
  return { probability: line.read(from, to).reduce((most, p) => Math.max(most, p), 0), skipped: false };
}

function windowsOf({ samples, stride, parameters, model }: Explained): Windows {
  return layWindows('', samples, { ...parameters, stride }, model.input_length);
}

/** The half decay, or the peak without one. */
function endOf({ peak, halfdecay }: DetectedEvent): number {
  return Number.isNaN(halfdecay) ? peak : halfdecay;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}
