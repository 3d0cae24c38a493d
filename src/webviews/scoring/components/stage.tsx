import { createRef } from 'preact';
import { Button } from '../../shared/controls';
import type { Commands } from '../commands';
import { spokenText, surroundingsText } from '../facts';
import { wholeFile } from '../list';
import type { ScoredSet } from '../scored-set';

/** The elements that are drawn in, or listened to, outside the components. */
export function createStageRefs() {
  return {
    stage: createRef<HTMLDivElement>(),
    pictureBox: createRef<HTMLDivElement>(),
    picture: createRef<HTMLCanvasElement>(),
    surroundings: createRef<HTMLCanvasElement>(),
    strip: createRef<HTMLCanvasElement>(),
    grid: createRef<HTMLCanvasElement>(),
    gridSpace: createRef<HTMLDivElement>(),
    gridScroller: createRef<HTMLDivElement>(),
  };
}

export type StageRefs = ReturnType<typeof createStageRefs>;

type CanvasRef = StageRefs['picture'];

/** The visible part of the stage, which must be rendered before it is drawn in. */
export function partShown({ order, view }: ScoredSet): 'empty' | 'grid' | 'one' | 'one with surroundings' {
  if (order.windows.length === 0) return 'empty';
  if (view.overview) return 'grid';
  return view.surroundings ? 'one with surroundings' : 'one';
}

interface StageProps {
  /** null: there are no windows yet. */
  set: ScoredSet | null;
  refs: StageRefs;
  on: Commands;
}

/** One window with its neighbours, or the grid of all; the painter draws in the canvases. */
export function Stage({ set, refs, on }: StageProps) {
  const part = set && partShown(set);
  const hiddenUnless = (shown: boolean) => (shown ? '' : ' hidden');
  const one = part === 'one' || part === 'one with surroundings';
  return (
    <div
      class="stage"
      ref={refs.stage}
      tabIndex={0}
      role="application"
      aria-roledescription="windows to score"
      aria-label={set ? stageLabel(set) : 'Windows'}
    >
      <div class={`one-window${hiddenUnless(one)}`}>
        <div class="picture" ref={refs.pictureBox}>
          <StageCanvas of={refs.picture} />
        </div>
        <SurroundingsBox set={set} canvas={refs.surroundings} shown={part === 'one with surroundings'} />
        <div class="neighbours">
          <StageCanvas of={refs.strip} />
        </div>
      </div>
      <div class={`grid${hiddenUnless(part === 'grid')}`}>
        <div class="grid-view">
          <StageCanvas of={refs.grid} />
        </div>
        <div class="grid-scroller" ref={refs.gridScroller}>
          <div class="grid-space" role="presentation" ref={refs.gridSpace} />
        </div>
      </div>
      {part === 'empty' && <EmptyList on={on} />}
    </div>
  );
}

/** The stage's label says what is drawn. */
function StageCanvas({ of }: { of: CanvasRef }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without tabindex takes no focus
  return <canvas aria-hidden="true" ref={of} />;
}

interface SurroundingsProps {
  set: ScoredSet | null;
  canvas: CanvasRef;
  shown: boolean;
}

/** The recording around the window, or why it is not available. */
function SurroundingsBox({ set, canvas, shown }: SurroundingsProps) {
  const answer = set?.surroundings?.answer;
  const without = answer !== undefined && 'reason' in answer;
  const classes = `surroundings${without ? ' without-recording' : ''}${shown ? '' : ' hidden'}`;
  return (
    <div class={classes}>
      <div class="surroundings-picture">
        <StageCanvas of={canvas} />
      </div>
      <span class="surroundings-text">{set && surroundingsText(set)}</span>
    </div>
  );
}

function EmptyList({ on }: { on: Commands }) {
  return (
    <div class="empty-list">
      <p>No windows match the filter.</p>
      <Button label="Show All Windows" look="primary" onClick={() => on.list(wholeFile)} />
    </div>
  );
}

function stageLabel(set: ScoredSet): string {
  const spoken = spokenText(set);
  if (!set.view.overview) return spoken;
  return `Overview of ${set.order.windows.length} windows, ${set.selection.size} selected. ${spoken}`;
}
