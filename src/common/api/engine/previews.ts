import type { Parameters } from '../../parameters/parameters';
import type { SampleRange } from '../../traces/sample-ranges';
import type { TraceWindow } from '../../traces/trace-window';
import type { Computing } from './computing';
import type { OfRecipe } from './engine-api';

/** Previews of parameters. Sample numbers refer to the trace. */
export interface PreprocessingPreviewRequest extends OfRecipe, SampleRange {
  columns: number;
}

export interface PreprocessingPreview {
  /** The segment shown: the middle of a long one. */
  shown: SampleRange;
  before: TraceWindow;
  after: TraceWindow;
  /** Excluded samples of the trace. */
  excluded: SampleRange[];
  spectrum: SpectrumPreview;
}

/** Amplitude spectral densities in unit/√Hz; neighbouring frequencies share their maximum, so that no line is lost. */
export interface SpectrumPreview {
  frequency_hz: Float64Array;
  before: Float64Array;
  after: Float64Array;
}

/** The parameters that smooth a trace for locating and measuring. */
export type Smoothing = Pick<Parameters, 'convolve_win' | 'filter_factor' | 'gradient_convolve_win'>;

export interface FilterPreviewRequest extends OfRecipe, SampleRange, Computing {
  /** Each replaces the smoothing among the parameters; the first one chooses the events shown. */
  strengths: Smoothing[];
  /** Locations to show, from an earlier answer; null chooses some. */
  around: number[] | null;
  columns: number;
}

export interface FilterPreview {
  /** The segment in which events are counted: the middle of a long one. */
  counted: SampleRange;
  around: number[];
  /** The segments shown, one per location in `around`. */
  excerpts: (SampleRange & { raw: TraceWindow })[];
  /** In the order of the request. */
  strengths: FilterStrength[];
}

/** Result of one smoothing in the segment. */
export interface FilterStrength {
  smoothing: Smoothing & { gradient_convolve_win: number };
  /** In unit / s. */
  threshold: number;
  /** Events within the segment, in order. */
  events: FilteredEvent[];
  /** For each excerpt the trace that events are measured in, and the gradient that locates them. */
  excerpts: { filtered: TraceWindow; gradient: TraceWindow }[];
}

export interface FilteredEvent {
  location: number;
  peak: number;
  /** Another event is within a window. */
  overlaps: boolean;
}
