import type { PreprocessingPreview } from '../../../common/api/engine/previews';
import { PARAMETER_NAMES, PARAMETERS } from '../../../common/parameters/parameters';
import { parseTimeRanges } from '../../../common/parameters/time-ranges';
import { duration } from '../../../common/text/duration';
import { h, setText } from '../../shared/dom';
import { extremesIn } from '../../trace/plot/points';
import { excludedIn, startOf } from '../../trace/sweeps';
import type { Viewport } from '../../trace/viewport';
import { latest } from '../latest';
import { parameterField } from '../parameter-field';
import type { TuningContext, TuningServices, TuningView } from '../view';
import { createSpectrumChart } from './spectrum-chart';
import { createStretchPlot } from './stretch-plot';
import { createZones } from './zones';

const names = PARAMETER_NAMES.filter((name) => PARAMETERS[name].group === 'filters');

/** Filters and exclusion: the trace before and after, both spectra, a field for each parameter. */
export function createPreprocessingView({ ask, choose, look, redraw }: TuningServices): TuningView {
  let context: TuningContext | undefined;
  const plots = { look, exclude: (range: Viewport) => context && zones.add(inSeconds(range, context)) };
  const before = createStretchPlot(plots);
  const after = createStretchPlot(plots);
  const spectrum = createSpectrumChart();
  const note = h('p', { class: 'hint', attributes: { role: 'status' } });
  const failure = h('p', { class: 'failure hidden', attributes: { role: 'alert' } });
  const fields = names.map((name) => ({
    name,
    field: parameterField(name, (value) => choose({ [name]: value })),
  }));
  const zones = createZones({
    change: (exclude) => choose({ exclude }),
    show({ from_s, to_s }) {
      if (!context) return;
      const { rate_hz, info, choice } = context.tuning;
      const start = startOf(info, choice);
      const room = (to_s - from_s) * rate_hz;
      look({ from: from_s * rate_hz - start - room, to: to_s * rate_hz - start + room });
    },
  });
  const element = h(
    'div',
    { class: 'preprocessing' },
    h(
      'div',
      { class: 'preprocessing-body' },
      h('div', { class: 'previews' }, before.element, after.element, spectrum.element),
      h(
        'div',
        { class: 'controls' },
        failure,
        ...fields.map(({ field }) => field.element),
        zones.element,
        note,
      ),
    ),
  );
  const preview = latest((wish: Parameters<typeof askPreview>[0]) => askPreview(wish), redraw);

  function askPreview(wish: { from: number; to: number; columns: number; patch: TuningContext['chosen'] }) {
    return ask('preprocessingPreview', wish);
  }

  return {
    element,
    hide() {},
    actions: { exclude: () => context && zones.add(inSeconds(context.stretch, context)) },
    focusTrace: () => before.element.focus(),
    focusFields: fields[0].field.focus,
    show(next) {
      context = next;
      const { tuning, stretch, parameters, chosen, theme } = next;
      const { rate_hz, unit, samples, info, choice } = tuning;
      const [from, to] = [Math.floor(stretch.from), Math.ceil(stretch.to)];
      preview.want({ from, to, columns: before.columns(), patch: chosen });
      const { answer, problem } = preview;
      const excluded = excludedIn(info, choice, rate_hz, rangesOf(parameters.exclude));
      const view = answer && answer.shown.to - answer.shown.from < to - from - 2 ? answer.shown : stretch;
      const both = { view, rate_hz, unit, samples, excluded };
      before.show({ ...both, title: 'Before', raw: answer?.before, filtered: undefined }, theme);
      after.show(
        {
          ...both,
          title: 'After',
          raw: answer && comparable(answer, view) ? answer.before : undefined,
          filtered: answer?.after,
        },
        theme,
      );
      if (answer) spectrum.show(answer.spectrum, unit, theme);
      for (const { name, field } of fields)
        field.show(parameters[name], problem?.startsWith(`${name}:`) ? problem : undefined);
      const general = problem !== undefined && !names.some((name) => problem.startsWith(`${name}:`));
      setText(failure, general ? problem : '');
      failure.classList.toggle('hidden', !general);
      zones.update(parameters.exclude, inSeconds(view, next));
      setText(note, noteOf(view, stretch, rate_hz));
    },
  };
}

function rangesOf(exclude: string | null) {
  return exclude === null ? [] : (parseTimeRanges(exclude) ?? []);
}

/** Samples of the trace as seconds of the recording with its sweeps joined. */
function inSeconds({ from, to }: Viewport, { tuning: { rate_hz, info, choice } }: TuningContext) {
  const start = startOf(info, choice);
  return { from_s: Math.round(from + start) / rate_hz, to_s: Math.round(to + start) / rate_hz };
}

/** Whether what was is near enough to what is to be drawn behind it. */
function comparable({ before, after }: PreprocessingPreview, view: Viewport): boolean {
  const [a, b] = [extremesIn(before, view), extremesIn(after, view)];
  if (!a || !b) return false;
  const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
  return shared > 0.5 * (b[1] - b[0]);
}

function noteOf(view: Viewport, stretch: Viewport, rate_hz: number): string {
  const all = stretch.to - stretch.from;
  const shown = view.to - view.from;
  return shown < all - 2
    ? `The ${duration(shown / rate_hz)} in the middle of the ${duration(all / rate_hz)} in sight are shown.`
    : '';
}
