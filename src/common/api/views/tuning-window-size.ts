import type { ClearEvents, PlacedWindow, SizeScores, WindowShape } from '../engine/window-sizes';
import type { ParameterPatch } from './parameter-patch';

/** What the view of the window size asks; `patch` is what is chosen and not written yet. */
export interface WindowSizeRequests {
  clearEvents(request: { patch: ParameterPatch }): ClearEvents;
  windowShapes(request: { windows: PlacedWindow[]; patch: ParameterPatch }): WindowShape[];
  /** A long work, "window sizes"; null when it was cancelled. */
  scoreWindowSizes(request: { selected: PlacedWindow | null; patch: ParameterPatch }): SizeScores | null;
}
