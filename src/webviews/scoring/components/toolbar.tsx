import type { ScoringAction } from '../../../common/api/views/scoring';
import { fixed } from '../../../common/text/numbers';
import { isBalanced } from '../../../common/text/training-mix';
import { scoreMarks } from '../../shared/drawing/score-marks';
import { type Tool, Toolbar } from '../../shared/toolbar';
import type { Commands } from '../commands';
import type { ScoredSet } from '../scored-set';
import { scoringRate } from '../scoring-rate';
import { progressTally, type Tally, tallyOf } from '../tally';

/** The filter that lists the windows of a score. */
const shownOf = { 1: '1', 0: '0', 2: '2', [-1]: 'unscored' } as const;

const views: readonly { label: string; icon: string; action: ScoringAction }[] = [
  { label: 'Filter and sort', icon: 'filter', action: 'focusFilter' },
  { label: 'Overview grid', icon: 'layout', action: 'toggleOverview' },
  { label: 'Smoothed trace', icon: 'graph-line', action: 'toggleSmooth' },
  { label: 'Common scale', icon: 'arrow-both', action: 'toggleCommonScale' },
  { label: 'Recording around the window', icon: 'pulse', action: 'toggleSurroundings' },
  { label: 'Model probability', icon: 'symbol-numeric', action: 'toggleProbability' },
];

/** Toolbar with progress, balance of the scores, and tools. */
export function ScoringToolbar({ set, on }: { set: ScoredSet; on: Commands }) {
  const tally = progressTally(set);
  const progress = (
    <div class="tool-group">
      <ScoringProgress tally={tally} />
      <span class="rate">{rateText(scoringRate(set.steps), tally[-1])}</span>
    </div>
  );
  const counts = (
    <div class="tool-group">
      <Counts set={set} on={on} />
    </div>
  );
  const { keys } = set.set;
  const help: Tool = {
    id: 'keys',
    label: 'Keys',
    icon: 'question',
    key: firstKey('showKeys', keys),
    onClick: () => on.act('showKeys'),
  };
  const parts = [
    { id: 'progress', content: progress },
    { id: 'counts', content: counts },
  ];
  return <Toolbar label="Scoring" items={[...parts, ...toolsOf(set, on)]} help={help} />;
}

/** A bar in four parts: events, no events, excluded, not scored. */
function ScoringProgress({ tally }: { tally: Tally }) {
  const all = tally[1] + tally[0] + tally[2] + tally[-1];
  const scored = all - tally[-1];
  const text = `${fixed(scored, 0)} / ${fixed(all, 0)} scored`;
  return (
    <>
      <span class="progress-words">{text}</span>
      <div
        class="progress-track"
        role="progressbar"
        aria-label="Scored windows"
        aria-valuenow={scored}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuetext={text}
        title={scoreMarks.map(({ score, meaning }) => `${fixed(tally[score], 0)} ${meaning}`).join(', ')}
      >
        {scoreMarks.map(({ score }) => (
          <div key={score} class={`progress-part score${score}`} style={{ flexGrow: tally[score] }} />
        ))}
      </div>
    </>
  );
}

function Counts({ set, on }: { set: ScoredSet; on: Commands }) {
  const tally = tallyOf(set.scores);
  const { listing } = set.view;
  return (
    <>
      {scoreMarks.map(({ score, shape, meaning }) => {
        const shown = shownOf[score];
        return (
          <button
            key={score}
            class={`count score${score}`}
            type="button"
            title={`List the windows: ${meaning}`}
            aria-pressed={listing.shown === shown}
            onClick={() => on.list({ shown: listing.shown === shown ? 'all' : shown })}
          >
            <span class="shape" aria-hidden="true">
              {shape}
            </span>
            <span class="count-number">{fixed(tally[score], 0)}</span>
            <span class="visually-hidden"> {meaning}</span>
          </button>
        );
      })}
      <Balance events={tally[1]} others={tally[0]} />
    </>
  );
}

function Balance({ events, others }: { events: number; others: number }) {
  if (events === 0 || others === 0) return null;
  const ratio = events / others;
  const balanced = isBalanced(events, others);
  const title = balanced
    ? 'Ratio of score 1 to score 0: about as many of each.'
    : 'Ratio of score 1 to score 0. A training set should have about as many of each.';
  return (
    <span class="balance" title={title}>
      {fixed(ratio, 2)} : 1{balanced ? '' : ' unbalanced'}
    </span>
  );
}

function toolsOf({ view, set: { keys } }: ScoredSet, on: Commands): Tool[] {
  const pressed: Partial<Record<ScoringAction, boolean>> = {
    focusFilter: view.filterShown,
    toggleOverview: view.overview,
    toggleSmooth: view.smooth,
    toggleCommonScale: view.commonScale,
    toggleSurroundings: view.surroundings,
    toggleProbability: view.probability,
  };
  const byHost = (label: string, icon: string, action: 'undo' | 'redo' | 'compare'): Tool => ({
    id: action,
    label,
    icon,
    begins: action === 'undo',
    onClick: () => on.run(action),
  });
  const byView = views.map(({ label, icon, action }, i) => ({
    id: action,
    label,
    icon,
    key: firstKey(action, keys),
    pressed: pressed[action],
    begins: i === 0,
    onClick: () => on.act(action),
  }));
  return [
    byHost('Undo', 'discard', 'undo'),
    byHost('Redo', 'redo', 'redo'),
    ...byView,
    byHost('Compare with another rater’s file', 'compare-changes', 'compare'),
  ];
}

function firstKey(action: ScoringAction, keys: ScoredSet['set']['keys']): string | undefined {
  return keys.find((entry) => entry.action === action)?.keys[0];
}

function rateText(perMinute: number | undefined, left: number): string {
  if (left === 0) return 'all scored';
  if (perMinute === undefined) return `${fixed(left, 0)} left`;
  const minutes = left / perMinute;
  const hours = `${fixed(minutes / 60, 1)} h`;
  const time = minutes < 1 ? 'under a minute' : minutes < 90 ? `${Math.ceil(minutes)} min` : hours;
  return `${fixed(perMinute, 0)}/min, ${time} left`;
}
