import type { TuningFrameAction } from '../../common/api/views/tuning';
import { navigationOf } from '../trace/navigation';
import type { Viewport } from '../trace/viewport';
import { type PanelState, type TabId, tabIds } from './state';

/** What the frame's actions work on, and how they change it. */
export interface FrameContext {
  state: PanelState;
  /** In the trace. */
  samples: number;
  look(stretch: Viewport): void;
  showTab(tab: TabId): void;
  focusTab(): void;
  focusTrace(): void;
  focusFields(): void;
  use(): void;
  discard(): void;
  undo(): void;
  showTrace(): void;
  showKeys(): void;
}

export const frameActions: Record<TuningFrameAction, (context: FrameContext) => void> = {
  showWindowSize: ({ showTab }) => showTab('window-size'),
  showSmoothing: ({ showTab }) => showTab('filters'),
  showFilters: ({ showTab }) => showTab('preprocessing'),
  nextTab: (context) => turn(context, (at) => at + 1),
  previousTab: (context) => turn(context, (at) => at - 1),
  firstTab: (context) => turn(context, () => 0),
  lastTab: (context) => turn(context, () => -1),
  ...navigationOf(({ state: { stretch }, samples, look }: FrameContext) => ({
    segment: stretch,
    samples,
    around: (stretch.from + stretch.to) / 2,
    look,
  })),
  focusTrace: ({ focusTrace }) => focusTrace(),
  focusFields: ({ focusFields }) => focusFields(),
  use: ({ use }) => use(),
  discard: ({ discard }) => discard(),
  undo: ({ undo }) => undo(),
  showTrace: ({ showTrace }) => showTrace(),
  showKeys: ({ showKeys }) => showKeys(),
};

/** The tabs are a ring. */
function turn({ state, showTab, focusTab }: FrameContext, to: (at: number) => number): void {
  showTab(tabIds.at(to(tabIds.indexOf(state.tab)) % tabIds.length)!);
  focusTab();
}
