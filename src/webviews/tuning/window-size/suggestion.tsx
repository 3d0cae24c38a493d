import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SizeScores } from '../../../common/api/engine/window-sizes';
import type { ShownProgress } from '../../../common/api/views/document';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { ChartFigure } from '../../shared/chart-figure';
import { Button, Icon } from '../../shared/controls';
import { withKey } from '../../shared/keys';
import { useStore } from '../../shared/store';
import { SEARCH_WORK } from '../services';
import { type TuningState, triedKey } from '../state';
import type { TuningViewProps } from '../tuning-app';
import { scoreCurve } from './score-curve';
import { bestText, presentText } from './scores-text';

const sizesOf = ({ sizes }: TuningState) => sizes;
const progressOf = ({ working }: TuningState) => working[SEARCH_WORK];
const starting: ShownProgress = { phase: 'starting', fraction: null, text: '' };

interface SuggestionProps extends TuningViewProps {
  /** Reason why the window's input picture is not available. */
  problem: string | undefined;
}

/** Search for a window size: progress, then a sentence, a curve and a row per size. */
export function Suggestion({ services, context, problem }: SuggestionProps) {
  const { scoring, tried, failure = problem } = useStore(services.store, sizesOf);
  const progress = useStore(services.store, progressOf) ?? starting;
  const scores = tried?.key === triedKey(context) ? tried.scores : undefined;
  const help = 'Tests window sizes with the model on the clear events';
  return (
    <section class="suggestion" aria-label="Suggestion">
      {scoring ? (
        <Running progress={progress} onCancel={() => services.act('cancel')} />
      ) : (
        <Button
          label="Suggest a Size"
          icon="lightbulb"
          title={withKey(help, 'suggest', context.tuning.keys)}
          look="secondary"
          onClick={() => services.act('suggest')}
        />
      )}
      {failure !== undefined && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {scores && <Scores services={services} context={context} scores={scores} />}
    </section>
  );
}

function Running({ progress, onCancel }: { progress: ShownProgress; onCancel(): void }) {
  const { fraction, text, phase } = progress;
  return (
    <div class="running">
      <progress max={1} value={fraction ?? undefined} aria-label="Progress" />
      <span class="progress-words">{text || phase}</span>
      <Button label="Cancel" look="secondary" onClick={onCancel} />
    </div>
  );
}

function Scores({ services, context, scores }: TuningViewProps & { scores: SizeScores }) {
  const { rate_hz, parameters } = context.tuning;
  const best = bestText(scores, rate_hz);
  return (
    <div class="scores">
      <p class="best" role="status">
        {best}
      </p>
      <p class="now">{presentText(scores, parameters.win_size, rate_hz)}</p>
      <SizeTable
        scores={scores}
        rate_hz={rate_hz}
        shown={context.parameters.win_size}
        onTake={(win_size) => services.send({ type: 'resize', win_size })}
      />
      <ChartFigure
        title="Probability and agreement"
        legend={
          <>
            <i class="scored" />
            of clear events
            <i class="counted" />
            agreement
          </>
        }
        configuration={(theme) => scoreCurve(scores, rate_hz, theme)}
        text={best}
      />
    </div>
  );
}

const heads = ['Window', 'Clear', 'Prob.', 'Events', 'Agree'];

interface SizeTableProps {
  scores: SizeScores;
  rate_hz: number;
  /** Size of the window on the trace. */
  shown: number;
  onTake(win_size: number): void;
}

function SizeTable({ scores, rate_hz, shown, onTake }: SizeTableProps) {
  const { sizes, best, clear } = scores;
  const body = useRef<HTMLTableSectionElement>(null);
  useLayoutEffect(
    () => body.current?.querySelector('.is-best')?.scrollIntoView({ block: 'nearest' }),
    [scores],
  );
  return (
    <table class="sizes">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {sizes.map(({ win_size, found, clear_score, events, agreement }) => (
          <tr key={win_size} class={win_size === best ? 'is-best' : ''}>
            <th scope="row">
              <button
                class="size"
                type="button"
                aria-pressed={win_size === shown}
                onClick={() => onTake(win_size)}
              >
                {`${fixed(win_size, 0)} · ${duration(win_size / rate_hz)}`}
                {win_size === best && <Best />}
              </button>
            </th>
            {[`${found}/${clear}`, fixed(clear_score, 2), fixed(events, 0), fixed(agreement, 2)].map(
              (text, i) => (
                <td key={heads[i + 1]}>{text}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Best() {
  return (
    <>
      <Icon name="star-full" />
      <span class="visually-hidden">best</span>
    </>
  );
}
