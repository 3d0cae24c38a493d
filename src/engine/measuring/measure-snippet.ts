import type { Parameters } from '../../common/parameters/parameters';
import { type Baseline, classicBaseline } from './baseline';
import { findHalfDecay, type HalfDecay } from './decay';
import { halfWidth } from './half-width';
import { findOnset } from './onset';
import { findPeak, peakValue } from './peak';
import { riseTime } from './rise';
import { segmentBaseline } from './segment-baseline';
import type { Snippet, Spans } from './spans';

export type BaselineMethod = Parameters['baseline_method'];

/** Where the event before lies, in samples before this one's location. */
export interface EarlierEvent {
  sinceLocation: number;
  sincePeak: number;
}

/** Measures of one event turned upwards; indices count in its snippet. */
export interface SnippetMeasures {
  peak: number;
  peakValue: number;
  baseline: Baseline;
  onset: number;
  risetime_s: number;
  halfDecay: HalfDecay;
  /** In samples. */
  halfWidth: number;
}

/** @param earlier undefined for the first event */
export function measureSnippet(
  snippet: Snippet,
  earlier: EarlierEvent | undefined,
  spans: Spans,
  method: BaselineMethod,
): SnippetMeasures {
  const { data } = snippet;
  const peak = findPeak(snippet, spans);
  const top = peakValue(data, peak, spans.peakHalf);
  const baseline =
    method === 'classic'
      ? classicBaseline(snippet, peak, earlier?.sincePeak, spans)
      : segmentBaseline(snippet, earlier?.sinceLocation, spans);
  const halfDecay = findHalfDecay(snippet, peak, baseline.value, spans);
  return {
    peak,
    peakValue: top,
    baseline,
    onset: findOnset(data, peak, baseline),
    risetime_s: riseTime(
      data.subarray(baseline.from, peak),
      spans.rateHz,
      baseline.value,
      top - baseline.value,
    ),
    halfDecay,
    halfWidth: halfWidth(data, peak, baseline.value, halfDecay.position),
  };
}
