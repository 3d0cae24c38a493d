import type { ScoringAction } from '../../../common/api/views/scoring';
import { fixed } from '../../../common/text/numbers';
import type { Score } from '../../../common/training/training-set';
import { scoreMarks } from '../../shared/drawing/score-marks';
import type { Commands } from '../commands';
import { factsOf } from '../facts';
import type { ScoredSet } from '../scored-set';

const scoreActions = { 1: 'score1', 0: 'score0', 2: 'score2', [-1]: 'clearScore' } as const satisfies Record<
  Score,
  ScoringAction
>;

/** The window that is shown, and the buttons that score it. */
export function Readout({ set, on }: { set: ScoredSet; on: Commands }) {
  const many = set.selection.size;
  return (
    <div class="readout">
      <button class="window-number" type="button" title="Go to a window (G)" onClick={() => on.run('goTo')}>
        {many > 0 ? `${fixed(many, 0)} selected` : positionText(set)}
      </button>
      <span class="window-facts">{many > 0 ? 'One key scores them all.' : factsOf(set).join(' · ')}</span>
      <fieldset class="score-buttons" aria-label="Score">
        {scoreMarks.map(({ score }) => (
          <ScoreButton
            key={score}
            score={score}
            pressed={many === 0 && set.scores[set.view.window] === score}
            onClick={() => on.act(scoreActions[score])}
          />
        ))}
      </fieldset>
    </div>
  );
}

function ScoreButton({ score, pressed, onClick }: { score: Score; pressed: boolean; onClick(): void }) {
  const { shape, word, meaning } = scoreMarks.find((mark) => mark.score === score)!;
  const clears = score === -1;
  return (
    <button
      class={`score-button score${score}`}
      type="button"
      title={clears ? 'Clear the score (Backspace)' : `Score ${word}: ${meaning} (${word})`}
      aria-pressed={clears ? undefined : pressed}
      onClick={onClick}
    >
      <span class="shape" aria-hidden="true">
        {shape}
      </span>
      {!clears && <span>{word}</span>}
      <span class="meaning">{clears ? 'clear' : meaning}</span>
    </button>
  );
}

/** The place in the list, and the number in the file where it is another. */
function positionText({ view: { window }, order }: ScoredSet): string {
  const place = order.placeOf(window);
  const number = place === window ? '' : ` (no. ${fixed(window + 1, 0)})`;
  return `${fixed(place + 1, 0)} of ${fixed(order.windows.length, 0)}${number}`;
}
