import type { FilterPreview } from '../../../common/api/engine/previews';
import { PREVIEWING_FILTERS } from '../../../common/api/views/tuning-previews';
import { duration } from '../../../common/text/duration';
import { fixed } from '../../../common/text/numbers';
import { h, setAttributes, setText } from '../../shared/dom';
import { latest } from '../latest';
import { parameterField } from '../parameter-field';
import type { TuningContext, TuningServices, TuningView } from '../view';
import { createStrengthGrid } from './strength-grid';
import { type Strength, strengthsAround } from './strengths';

/** Pixels across a picture of an event are at most so many. */
const columns = 400;

interface Wish {
  from: number;
  to: number;
  patch: TuningContext['chosen'];
  strengths: readonly Strength[];
}

/** The smoothing at three strengths, side by side on the same events. */
export function createFiltersView({ ask, choose, redraw }: TuningServices): TuningView {
  /** The events that are compared: the same until another stretch is looked at. */
  let compared: { of: string; around: number[] } | undefined;
  let of = '';
  let strengths: readonly Strength[] = [];
  const fields = [
    { name: 'convolve_win', field: parameterField('convolve_win', (v) => choose({ convolve_win: v })) },
    {
      name: 'gradient_convolve_win',
      field: parameterField('gradient_convolve_win', (v) => choose({ gradient_convolve_win: v })),
    },
    { name: 'filter_factor', field: parameterField('filter_factor', (v) => choose({ filter_factor: v })) },
  ] as const;
  const slider = h('input', {
    class: 'slider',
    type: 'range',
    min: '0',
    step: '1',
    attributes: { 'aria-label': 'convolve_win' },
    oninput: () => choose({ convolve_win: Number(slider.value) }),
  });
  const [strength, gradient, factor] = fields;
  const note = h('p', { class: 'hint', attributes: { role: 'status' } });
  const failure = h('p', { class: 'failure hidden', attributes: { role: 'alert' } });
  const grid = createStrengthGrid(({ patch }) => choose(patch));
  const element = h(
    'div',
    { class: 'filters' },
    h(
      'div',
      { class: 'strength-bar' },
      strength.field.element,
      slider,
      gradient.field.element,
      factor.field.element,
    ),
    failure,
    note,
    grid.element,
  );
  const preview = latest(async ({ from, to, patch, strengths }: Wish) => {
    const asked = of;
    const [less, yours, more] = strengths;
    const around = compared?.of === asked ? compared.around : null;
    const answer = await ask('filterPreview', {
      from,
      to,
      columns,
      patch,
      // The first chooses what is shown where nothing is compared yet.
      strengths: [yours!, less!, more!].map(({ smoothing }) => smoothing),
      around,
    });
    if (!answer) return null;
    compared = { of: asked, around: answer.around };
    const [middle, left, right] = answer.strengths;
    return { strengths, preview: { ...answer, strengths: [left!, middle!, right!] } };
  }, redraw);

  /** The one that stands to the left or to the right of the chosen one. */
  function takeNext(column: 0 | 2): void {
    const next = strengths[column];
    if (next) choose(next.patch);
  }

  return {
    element,
    hide() {},
    actions: {
      lessSmoothing: () => takeNext(0),
      moreSmoothing: () => takeNext(2),
    },
    focusTrace() {},
    focusFields: strength.field.focus,
    show({ tuning, stretch, parameters, chosen, theme, progress }) {
      const { rate_hz, unit, file, choice } = tuning;
      strengths = strengthsAround(parameters);
      const [from, to] = [Math.floor(stretch.from), Math.ceil(stretch.to)];
      of = JSON.stringify([file, choice, from, to]);
      preview.want({ from, to, patch: chosen, strengths });
      const { answer, problem, waiting } = preview;
      for (const { name: parameter, field } of fields)
        field.show(parameters[parameter], problem?.startsWith(parameter) ? problem : undefined);
      factor.field.element.classList.toggle('hidden', parameters.convolve_win > 0);
      const most = Math.max(parameters.convolve_win, Math.round(parameters.win_size / 6));
      setAttributes(slider, { max: most, 'aria-valuetext': duration(parameters.convolve_win / rate_hz) });
      slider.value = String(parameters.convolve_win);
      const general = problem !== undefined && !fields.some(({ name: field }) => problem.startsWith(field));
      setText(failure, general ? problem : '');
      failure.classList.toggle('hidden', !general);
      const working = progress(PREVIEWING_FILTERS);
      setText(
        note,
        waiting && working
          ? `${working.phase} ${working.text}`
          : answer
            ? noteOf(answer.preview, rate_hz)
            : 'Looking for events…',
      );
      grid.element.classList.toggle('hidden', !answer);
      if (answer) grid.show({ ...answer, rate_hz, unit, direction: parameters.event_direction }, theme);
    },
  };
}

function noteOf({ counted, strengths }: FilterPreview, rate_hz: number): string {
  const stretch = `${fixed(counted.from / rate_hz, 2)} to ${fixed(counted.to / rate_hz, 2)} s`;
  return strengths.every(({ events }) => events.length === 0)
    ? `No event is found from ${stretch}: look at a stretch with events in the trace editor, or at another window size.`
    : `Events counted from ${stretch}. Above the trace and what smoothing makes of it, below its gradient and the threshold that a rise has to pass.`;
}
