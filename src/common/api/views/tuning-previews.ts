import type { FilterPreview, PreprocessingPreview, Smoothing } from '../engine/previews';
import type { ParameterPatch } from './parameter-patch';

/** A segment of the trace in samples, and the chosen values that are not written yet. */
interface Previewed {
  from: number;
  to: number;
  columns: number;
  patch: ParameterPatch;
}

/**
 * Requests of the views of filters and of smoothing. Both are long work; null if a later request has replaced this one.
 */
export interface PreviewRequests {
  /** Work named {@link PREVIEWING_PREPROCESSING}. */
  preprocessingPreview(request: Previewed): PreprocessingPreview | null;
  /** Work named {@link PREVIEWING_FILTERS}. */
  filterPreview(
    request: Previewed & { strengths: Smoothing[]; around: number[] | null },
  ): FilterPreview | null;
}

export const PREVIEWING_PREPROCESSING = 'preprocessing preview';
export const PREVIEWING_FILTERS = 'filter preview';
