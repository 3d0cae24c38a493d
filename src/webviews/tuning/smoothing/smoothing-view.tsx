import { useRef } from 'preact/hooks';
import type { FilterPreview } from '../../../common/api/engine/previews';
import { PREVIEWING_FILTERS } from '../../../common/api/views/tuning';
import { mainDirection } from '../../../common/events/direction';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { useStore } from '../../shared/store';
import { useDebouncedRequest } from '../debounced-request';
import { ParameterField } from '../parameter-field';
import type { TuningServices } from '../services';
import type { TuningContext, TuningState } from '../state';
import type { TuningViewProps } from '../tuning-app';
import { StrengthGrid } from './strength-grid';
import { type Strength, strengthsAround } from './strengths';

/** Maximum width of an event's picture in pixels. */
const COLUMNS = 400;

const fields = ['convolve_win', 'gradient_convolve_win', 'filter_factor'] as const;

interface Query {
  from: number;
  to: number;
  patch: TuningContext['chosen'];
  strengths: readonly Strength[];
  /** Key of the events that are compared. */
  subject: string;
}

const progressOf = ({ working }: TuningState) => working[PREVIEWING_FILTERS];

/** The smoothing at three strengths, side by side on the same events. */
export function SmoothingView({ services, context }: TuningViewProps) {
  const { tuning, segment, parameters, chosen } = context;
  const strengths = strengthsAround(parameters);
  const [from, to] = [Math.floor(segment.from), Math.ceil(segment.to)];
  const subject = JSON.stringify([tuning.file, tuning.choice, from, to]);
  const ask = usePreview(services.ask);
  const { answer, problem, waiting } = useDebouncedRequest<Query, Answer>(
    { from, to, patch: chosen, strengths, subject },
    ask,
  );
  const working = useStore(services.store, progressOf);
  const ofField = problem !== undefined && fields.some((name) => problem.startsWith(name));
  const note =
    waiting && working
      ? `${working.phase} ${working.text}`
      : answer
        ? noteOf(answer.preview, tuning.rate_hz)
        : 'Detecting events…';
  return (
    <div class="smoothing">
      <StrengthBar services={services} context={context} problem={problem} />
      {problem !== undefined && !ofField && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
      <p class="hint" role="status">
        {note}
      </p>
      {answer && (
        <StrengthGrid
          {...answer}
          rate_hz={tuning.rate_hz}
          unit={tuning.unit}
          direction={mainDirection(parameters)}
          onTake={({ patch }) => services.send({ type: 'choose', patch })}
        />
      )}
    </div>
  );
}

interface Answer {
  strengths: readonly Strength[];
  preview: FilterPreview;
}

/** Requests a preview of the same events until another segment is in view. */
function usePreview(ask: TuningServices['ask']) {
  const compared = useRef<{ subject: string; around: number[] } | undefined>(undefined);
  return async ({ from, to, patch, strengths, subject }: Query): Promise<Answer | null> => {
    const [less, yours, more] = strengths;
    const around = compared.current?.subject === subject ? compared.current.around : null;
    const answer = await ask('filterPreview', {
      from,
      to,
      columns: COLUMNS,
      patch,
      // The first request chooses the events.
      strengths: [yours, less, more].map(({ smoothing }) => smoothing),
      around,
    });
    if (!answer) return null;
    compared.current = { subject, around: answer.around };
    const [middle, left, right] = answer.strengths;
    return { strengths, preview: { ...answer, strengths: [left, middle, right] } };
  };
}

interface StrengthBarProps extends TuningViewProps {
  problem: string | undefined;
}

function StrengthBar({ services, context: { parameters, tuning }, problem }: StrengthBarProps) {
  const choose = (patch: TuningContext['chosen']) => services.send({ type: 'choose', patch });
  const { convolve_win, win_size } = parameters;
  const field = (name: (typeof fields)[number]) => (
    <ParameterField
      name={name}
      value={parameters[name]}
      problem={problem?.startsWith(name) ? problem : undefined}
      onValue={(value) => choose({ [name]: value })}
    />
  );
  return (
    <div class="strength-bar">
      {field('convolve_win')}
      <input
        class="slider"
        type="range"
        min="0"
        max={Math.max(convolve_win, Math.round(win_size / 6))}
        step="1"
        value={convolve_win}
        aria-label="convolve_win"
        aria-valuetext={duration(convolve_win / tuning.rate_hz)}
        onInput={({ currentTarget }) => choose({ convolve_win: Number(currentTarget.value) })}
      />
      {field('gradient_convolve_win')}
      {convolve_win === 0 && field('filter_factor')}
    </div>
  );
}

function noteOf({ counted, strengths }: FilterPreview, rate_hz: number): string {
  const segment = `${fixed(counted.from / rate_hz, 2)} to ${fixed(counted.to / rate_hz, 2)} s`;
  return strengths.every(({ events }) => events.length === 0)
    ? `No events from ${segment}. Show a segment with events in the trace editor, or try another window size.`
    : `Events counted from ${segment}. Top: raw and smoothed trace. Bottom: gradient and its threshold.`;
}
