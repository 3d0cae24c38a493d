import type { StretchAction } from '../../common/api/views/stretch';
import { keySteps, panned, type Viewport, wholeTrace, zoomed } from './viewport';

/** A stretch of a trace in sight, and the way to look at another one. */
export interface StretchInSight {
  stretch: Viewport;
  /** In the trace. */
  samples: number;
  /** Sample that zooming leaves where it is. */
  around: number;
  look(stretch: Viewport): void;
}

/** The actions that move along a trace, for contexts that have a stretch of one in sight. */
export function stretchActionsOf<Context>(
  inSight: (context: Context) => StretchInSight,
): Record<StretchAction, (context: Context) => void> {
  const looking = (next: (from: StretchInSight) => Viewport) => (context: Context) => {
    const from = inSight(context);
    from.look(next(from));
  };
  const zoom = (factor: number) =>
    looking(({ stretch, around, samples }) => zoomed(stretch, factor, around, samples));
  const pan = (share: number) => looking(({ stretch, samples }) => panned(stretch, share, samples));
  return {
    zoomIn: zoom(keySteps.zoom),
    zoomOut: zoom(1 / keySteps.zoom),
    showAll: looking(({ samples }) => wholeTrace(samples)),
    panLeft: pan(-keySteps.pan),
    panRight: pan(keySteps.pan),
    pageLeft: pan(-keySteps.page),
    pageRight: pan(keySteps.page),
  };
}
