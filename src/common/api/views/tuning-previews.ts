import type { FilterPreview, PreprocessingPreview, Smoothing } from '../engine/previews';
import type { ParameterPatch } from './parameter-patch';

/** A stretch of the trace in samples, and what is chosen and not written yet. */
interface Previewed {
  from: number;
  to: number;
  columns: number;
  patch: ParameterPatch;
}

/** What the views of preprocessing and of filters ask. Either is a long work; null when a later one took its place. */
export interface PreviewRequests {
  /** Of the name {@link PREVIEWING_PREPROCESSING}. */
  preprocessingPreview(request: Previewed): PreprocessingPreview | null;
  /** Of the name {@link PREVIEWING_FILTERS}. */
  filterPreview(
    request: Previewed & { strengths: Smoothing[]; around: number[] | null },
  ): FilterPreview | null;
}

export const PREVIEWING_PREPROCESSING = 'preprocessing preview';
export const PREVIEWING_FILTERS = 'filter preview';
