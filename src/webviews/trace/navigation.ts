import type { NavigationAction } from '../../common/api/views/keys';
import { keySteps, panned, type Viewport, wholeTrace, zoomed } from './viewport';

/** The segment of a trace in view, and the result of moving it. */
export interface SegmentInView<Result> {
  segment: Viewport;
  /** In the trace. */
  samples: number;
  /** Fixed point of zooming. */
  around: number;
  look(segment: Viewport): Result;
}

/** Navigation actions for any view of a trace segment. */
export function navigationOf<Arguments extends unknown[], Result>(
  inView: (...context: Arguments) => SegmentInView<Result>,
): Record<NavigationAction, (...context: Arguments) => Result> {
  const looking =
    (next: (from: SegmentInView<Result>) => Viewport) =>
    (...context: Arguments) => {
      const from = inView(...context);
      return from.look(next(from));
    };
  const zoom = (factor: number) =>
    looking(({ segment, around, samples }) => zoomed(segment, factor, around, samples));
  const pan = (share: number) => looking(({ segment, samples }) => panned(segment, share, samples));
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
