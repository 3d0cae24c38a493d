import { useRef } from 'preact/hooks';
import type { PreprocessingPreview } from '../../../common/api/engine/previews';
import {
  PARAMETER_NAMES,
  PARAMETERS,
  type ParameterName,
  type Parameters,
} from '../../../common/parameters/parameters';
import type { TimeRange } from '../../../common/parameters/times';
import { duration } from '../../../common/text/duration';
import { extremesIn } from '../../trace/plot/points';
import { excludedIn, startOf } from '../../trace/sweeps';
import type { Viewport } from '../../trace/viewport';
import { useDebouncedRequest } from '../debounced-request';
import { ParameterField } from '../parameter-field';
import type { TuningContext } from '../state';
import type { TuningViewProps } from '../tuning-app';
import { ExcludedIntervals } from './excluded-intervals';
import { inSeconds, intervalsOf, withInterval } from './intervals';
import { SegmentPlot } from './segment-plot';
import { Spectrum } from './spectrum';

const names = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');

const words: Partial<Record<ParameterName, string>> = {
  detrend: 'Detrending',
  detrend_segments: 'Segments',
  line_freq: 'Line noise',
  line_width: 'Band width',
  highpass: 'High-pass',
  lowpass: 'Low-pass',
  filter_order: 'Order',
  savgol: 'Savitzky–Golay',
  hann: 'Hann window',
};

/** Why a filter's parameter has no effect as the others are; undefined if it has one. */
export function idleReason(name: ParameterName, p: Parameters): string | undefined {
  switch (name) {
    case 'detrend_segments':
      return p.detrend === 'none' ? 'It has no effect without detrend.' : undefined;
    case 'line_width':
      return p.line_freq === null ? 'It has no effect without line_freq.' : undefined;
    case 'filter_order':
      return p.highpass === null && p.lowpass === null && p.savgol === null
        ? 'It has no effect without highpass, lowpass or savgol.'
        : undefined;
    case 'savgol':
      return p.lowpass === null ? undefined : 'It has no effect beside lowpass.';
    case 'hann': {
      const first = p.lowpass !== null ? 'lowpass' : p.savgol !== null ? 'savgol' : undefined;
      return first && `It has no effect beside ${first}.`;
    }
    default:
      return undefined;
  }
}

/** Tab of filters and excluded intervals: the trace before and after, both spectra, a field per parameter. */
export function FiltersView({ services, context }: TuningViewProps) {
  const { tuning, segment, chosen } = context;
  const columns = useRef(800);
  const [from, to] = [Math.floor(segment.from), Math.ceil(segment.to)];
  const { answer, problem } = useDebouncedRequest(
    { from, to, columns: columns.current, patch: chosen },
    (query) => services.ask('preprocessingPreview', query),
  );
  const view = answer && answer.shown.to - answer.shown.from < to - from - 2 ? answer.shown : segment;
  return (
    <div class="filters">
      <div class="filters-body">
        <div class="previews">
          <BeforeAndAfter
            services={services}
            context={context}
            view={view}
            answer={answer}
            onColumns={(n) => {
              columns.current = n;
            }}
          />
          {answer && <Spectrum spectrum={answer.spectrum} unit={tuning.unit} />}
        </div>
        <Controls services={services} context={context} view={view} problem={problem} />
      </div>
    </div>
  );
}

interface BeforeAndAfterProps extends TuningViewProps {
  view: Viewport;
  answer: PreprocessingPreview | undefined;
  onColumns(columns: number): void;
}

function BeforeAndAfter({ services, context, view, answer, onColumns }: BeforeAndAfterProps) {
  const { tuning, parameters } = context;
  const { rate_hz, unit, samples, info, choice } = tuning;
  const excluded = excludedIn(info, choice, rate_hz, intervalsOf(parameters.exclude));
  const both = {
    view,
    rate_hz,
    unit,
    samples,
    excluded,
    onLook: (segment: Viewport) => services.send({ type: 'look', segment }),
    onExclude: (range: Viewport) =>
      services.send({
        type: 'choose',
        patch: { exclude: withInterval(parameters.exclude, inSeconds(range, tuning)) },
      }),
  };
  return (
    <>
      <SegmentPlot {...both} title="Before" raw={answer?.before} filtered={undefined} onColumns={onColumns} />
      <SegmentPlot
        {...both}
        title="After"
        raw={answer && comparable(answer, view) ? answer.before : undefined}
        filtered={answer?.after}
      />
    </>
  );
}

interface ControlsProps extends TuningViewProps {
  view: Viewport;
  problem: string | undefined;
}

function Controls({ services, context, view, problem }: ControlsProps) {
  const { tuning, parameters, segment } = context;
  const choose = (patch: TuningContext['chosen']) => services.send({ type: 'choose', patch });
  const ofField = problem !== undefined && names.some((name) => problem.startsWith(`${name} `));
  return (
    <div class="controls">
      {problem !== undefined && !ofField && (
        <p class="failure" role="alert">
          {problem}
        </p>
      )}
      {names.map((name) => (
        <ParameterField
          key={name}
          name={name}
          words={words[name]}
          idle={idleReason(name, parameters)}
          value={parameters[name]}
          problem={problem?.startsWith(`${name} `) ? problem : undefined}
          onValue={(value) => choose({ [name]: value })}
        />
      ))}
      <ExcludedIntervals
        exclude={parameters.exclude}
        inView={inSeconds(view, tuning)}
        onChange={(exclude) => choose({ exclude })}
        onShow={(interval) => services.send({ type: 'look', segment: around(interval, tuning) })}
      />
      <p class="hint" role="status">
        {noteOf(view, segment, tuning.rate_hz)}
      </p>
    </div>
  );
}

/** An interval with a margin of its own width on either side. */
function around({ from_s, to_s }: TimeRange, { rate_hz, info, choice }: TuningContext['tuning']): Viewport {
  const start = startOf(info, choice);
  const room = (to_s - from_s) * rate_hz;
  return { from: from_s * rate_hz - start - room, to: to_s * rate_hz - start + room };
}

/** Whether the raw trace is close enough to the filtered one to be drawn behind it. */
function comparable({ before, after }: PreprocessingPreview, view: Viewport): boolean {
  const [a, b] = [extremesIn(before, view), extremesIn(after, view)];
  if (!a || !b) return false;
  const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
  return shared > 0.5 * (b[1] - b[0]);
}

function noteOf(view: Viewport, segment: Viewport, rate_hz: number): string {
  const all = segment.to - segment.from;
  const shown = view.to - view.from;
  return shown < all - 2
    ? `Only the middle ${duration(shown / rate_hz)} of the ${duration(all / rate_hz)} in view are shown.`
    : '';
}
