import type { ParameterPatch } from '../../common/api/views/parameter-patch';
import type { ShownProgress } from '../../common/api/views/progress';
import type { ReadyTuning, TuningRequests, TuningViewAction } from '../../common/api/views/tuning';
import type { Parameters } from '../../common/parameters/parameters';
import type { Ask } from '../shared/host';
import type { Theme } from '../shared/theme';
import type { Viewport } from '../trace/viewport';

/** What the frame does for each of its views. */
export interface TuningServices {
  ask: Ask<TuningRequests>;
  /**
   * Chooses values without writing them: they stand in the footer until they are used or discarded. A value that
   * equals the present one is no choice any more.
   */
  choose(patch: ParameterPatch): void;
  /** Shows another stretch of the trace, in all views. */
  look(stretch: Viewport): void;
  /** Draws again what is in sight, soon and once; {@link TuningView.show} follows. */
  redraw(): void;
}

/** What there is to show. */
export interface TuningContext {
  tuning: ReadyTuning;
  /** The stretch of the trace to look at, in samples; all views have the same. */
  stretch: Viewport;
  /** The parameters with what is chosen in the place of what they were. */
  parameters: Parameters;
  /** What is chosen and not used yet. */
  chosen: ParameterPatch;
  theme: Theme;
  /** How far a long work is; undefined when it does not run. */
  progress(work: string): ShownProgress | undefined;
}

/** One tab of the panel. */
export interface TuningView {
  /** Takes all the room that it is given; what does not fit scrolls within it. */
  readonly element: HTMLElement;
  /** Shows what there is now: when its tab is chosen, and whenever anything of the context has changed. */
  show(context: TuningContext): void;
  /** Another tab is chosen. */
  hide(): void;
  /** What commands do while it is shown. */
  readonly actions: Partial<Record<TuningViewAction, () => void>>;
  /** Gives the trace the keyboard, where there is one in it. */
  focusTrace(): void;
  focusFields(): void;
}
