import type { ClearEvents, PlacedWindow, SizeScores, WindowShape } from '../engine/window-sizes';
import type { ParameterPatch } from './parameter-patch';

/** Requests of the view of the window size; `patch` holds the chosen values that are not written yet. */
export interface WindowSizeRequests {
  clearEvents(request: { patch: ParameterPatch }): ClearEvents;
  windowShapes(request: { windows: PlacedWindow[]; patch: ParameterPatch }): WindowShape[];
  /** Long work named "window sizes"; null if it was cancelled. */
  scoreWindowSizes(request: { selected: PlacedWindow | null; patch: ParameterPatch }): SizeScores | null;
}
