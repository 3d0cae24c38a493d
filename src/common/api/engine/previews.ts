import type { Parameters } from '../../parameters/parameters';
import type { SampleRange } from '../../traces/sample-ranges';
import type { TraceWindow } from '../../traces/trace-window';
import type { Computing } from './computing';
import type { OfRecipe } from './engine-api';

/** What is looked at before parameters are chosen. Samples count in the trace. */
export interface PreprocessingPreviewRequest extends OfRecipe, SampleRange {
  columns: number;
}

export interface PreprocessingPreview {
  /** The stretch that is shown: of a long one the middle. */
  shown: SampleRange;
  before: TraceWindow;
  after: TraceWindow;
  /** What `exclude` leaves out of the trace. */
  excluded: SampleRange[];
  spectrum: SpectrumPreview;
}

/** Amplitude densities in unit/√Hz; of neighbouring frequencies the largest, so that no line is lost. */
export interface SpectrumPreview {
  frequency_hz: Float64Array;
  before: Float64Array;
  after: Float64Array;
}

/** The parameters that smooth a trace for locating and measuring. */
export type Smoothing = Pick<Parameters, 'convolve_win' | 'filter_factor' | 'gradient_convolve_win'>;

export interface FilterPreviewRequest extends OfRecipe, SampleRange, Computing {
  /** Each takes the place of those among the parameters; the first chooses the events that are shown. */
  strengths: Smoothing[];
  /** Locations to show, from an answer before; null chooses some. */
  around: number[] | null;
  columns: number;
}

export interface FilterPreview {
  /** The stretch in which events are counted: of a long one the middle. */
  counted: SampleRange;
  around: number[];
  /** The stretches that are shown, one for each of `around`. */
  excerpts: (SampleRange & { raw: TraceWindow })[];
  /** In the order asked for. */
  strengths: FilterStrength[];
}

/** What one smoothing makes of the stretch. */
export interface FilterStrength {
  smoothing: Smoothing & { gradient_convolve_win: number };
  /** In unit / s. */
  threshold: number;
  /** Those within the stretch, in order. */
  events: FilteredEvent[];
  /** For each excerpt the trace in which events are measured, and the gradient in which they are located. */
  excerpts: { filtered: TraceWindow; gradient: TraceWindow }[];
}

export interface FilteredEvent {
  location: number;
  peak: number;
  /** Another one is within a window. */
  overlaps: boolean;
}
