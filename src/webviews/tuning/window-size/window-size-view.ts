import type { ClearEvents, PlacedWindow, SizeScores } from '../../../common/api/engine/window-sizes';
import type { Parameters } from '../../../common/parameters/parameters';
import { duration } from '../../../common/text/duration';
import { h, setText } from '../../shared/dom';
import { messageOf } from '../../shared/message-of';
import { button, link, textField } from '../../shared/toolkit';
import { centred, revealed } from '../../trace/viewport';
import { latest } from '../latest';
import { createStage } from '../stage';
import type { TuningContext, TuningServices, TuningView } from '../view';
import { resized, roundSize, stepOf, windowAround, windowOver } from './placed-window';
import { createShapes } from './shapes';
import { createSuggestion } from './suggestion';
import { createWindowBox } from './window-box';

/** A stretch with more windows than this shows no event: the first look is at one. */
const MOST_WINDOWS = 40;
const WINDOWS_AROUND = 12;
const WORK = 'window sizes';
/** Steps of a size that a key makes it longer by. */
const LONGER = 5;

/** Which window holds one event: drawn on the trace, seen as the network sees it, tried with the model. */
export function createWindowSizeView({ ask, choose, look, redraw }: TuningServices): TuningView {
  let context: TuningContext | undefined;
  let trace = '';
  /** What decides where clear events are. */
  let looked = '';
  let placed: PlacedWindow | undefined;
  let clear: ClearEvents | undefined;
  let tried: { of: string; scores: SizeScores } | undefined;
  let scoring = false;
  let failure: string | undefined;

  const shapes = latest(
    ({ windows }: { trace: string; windows: PlacedWindow[]; parameters: Parameters }) =>
      ask('windowShapes', { windows, patch: context?.chosen ?? {} }),
    redraw,
  );
  const stage = createStage({
    ask,
    look,
    redraw,
    select: (from, to) => context && put(windowOver(from, to, context.tuning.samples)),
    click(sample) {
      if (context) put(windowAround(sample, context.parameters.win_size, context.tuning.samples));
    },
  });
  const box = createWindowBox(stage, put);
  const size = textField('Window size in samples', takeTyped);
  size.element.addEventListener('change', takeTyped);
  const length = h('span', { class: 'length' });
  const step = (by: 1 | -1, label: string, icon: string) =>
    button({ label, icon, look: 'icon', onClick: () => goToClear(by) });
  const position = h('span', { class: 'position', attributes: { 'aria-live': 'polite' } });
  const direction = h('p', { class: 'hint hidden' });
  const shapeCharts = createShapes();
  const suggestion = createSuggestion({
    suggest: () => void suggest(),
    cancel: () => void ask('cancel', { work: WORK }),
    take: resize,
  });
  const side = h(
    'div',
    { class: 'window-side' },
    h('p', { class: 'hint' }, 'Drag over one event: from just before it rises until most of it has decayed.'),
    h('div', { class: 'size-row' }, size.element, length),
    direction,
    shapeCharts.element,
    suggestion.element,
  );
  const steps = h(
    'div',
    { class: 'steps', attributes: { role: 'toolbar', 'aria-label': 'Clear events' } },
    step(-1, 'Previous clear event', 'chevron-left').element,
    position,
    step(1, 'Next clear event', 'chevron-right').element,
  );
  const element = h(
    'div',
    { class: 'window-size' },
    h('div', { class: 'window-stage' }, steps, stage.element),
    side,
  );

  function put(window: PlacedWindow): void {
    placed = window;
    failure = undefined;
    choose({ win_size: window.win_size });
    redraw();
  }

  function resize(win_size: number): void {
    if (!context || !placed) return;
    put(resized(placed, roundSize(win_size, context.tuning.samples), context.tuning.samples));
  }

  function lengthen(sign: 1 | -1): void {
    if (placed) resize(placed.win_size + sign * LONGER * stepOf(placed.win_size));
  }

  function takeTyped(): void {
    const typed = Number(size.value().replaceAll(/[\s,]/g, ''));
    if (typed > 0 && typed !== placed?.win_size) resize(typed);
  }

  function goToClear(by: 1 | -1): void {
    if (!context || !clear || clear.locations.length === 0) return;
    const { tuning, parameters, stretch } = context;
    const at = placed ? clearIndex(placed) : -1;
    const from = at >= 0 ? at + by : nextIndex(by);
    const rise = clear.locations.at(from % clear.locations.length)!;
    placed = windowAround(rise, parameters.win_size, tuning.samples);
    look(revealed(stretch, rise, tuning.samples));
  }

  /** Which clear event the window holds, −1 for none. */
  function clearIndex({ from, win_size }: PlacedWindow): number {
    return clear ? clear.locations.findIndex((rise) => rise >= from && rise < from + win_size / 2) : -1;
  }

  /** The clear event after or before the window that holds none. */
  function nextIndex(by: 1 | -1): number {
    const after = clear!.locations.findIndex((rise) => rise >= (placed?.from ?? 0));
    return by === 1 ? after : (after < 0 ? clear!.locations.length : after) - 1;
  }

  async function suggest(): Promise<void> {
    if (!context || scoring) return;
    const of = triedWith(context);
    scoring = true;
    failure = undefined;
    redraw();
    try {
      const answer = await ask('scoreWindowSizes', { selected: placed ?? null, patch: context.chosen });
      if (answer) tried = { of, scores: answer };
    } catch (thrown) {
      failure = messageOf(thrown);
    } finally {
      scoring = false;
      redraw();
    }
  }

  /** Sizes that were tried on another trace, or with other parameters, say nothing. */
  function triedWith({ parameters }: TuningContext): string {
    return JSON.stringify([trace, { ...parameters, win_size: null }]);
  }

  /** Where the clear events of another trace are decides where to look first. */
  async function lookForEvents(next: TuningContext): Promise<void> {
    const asked = looked;
    clear = undefined;
    failure = undefined;
    try {
      const answer = await ask('clearEvents', { patch: next.chosen });
      if (asked !== looked) return;
      clear = answer;
      first(clear, context ?? next);
    } catch (thrown) {
      failure = messageOf(thrown);
    }
    redraw();
  }

  /** Puts the window on a clear event in sight, and looks nearer where the stretch is too long to see one. */
  function first({ locations }: ClearEvents, { tuning, parameters, stretch }: TuningContext): void {
    const { win_size } = parameters;
    const inSight = locations.find((rise) => rise >= stretch.from && rise < stretch.to);
    const rise = inSight ?? locations[0];
    if (rise === undefined || placed) return;
    placed = windowAround(rise, win_size, tuning.samples);
    if (inSight !== undefined && stretch.to - stretch.from <= MOST_WINDOWS * win_size) return;
    const around = { from: 0, to: Math.min(tuning.samples, WINDOWS_AROUND * win_size) };
    look(centred(around, rise, tuning.samples));
  }

  return {
    element,
    hide() {},
    actions: {
      nextClear: () => goToClear(1),
      previousClear: () => goToClear(-1),
      longer: () => lengthen(1),
      shorter: () => lengthen(-1),
      edgeLeft: () => box.moveEdge(-1, false),
      edgeRight: () => box.moveEdge(1, false),
      edgeFarLeft: () => box.moveEdge(-1, true),
      edgeFarRight: () => box.moveEdge(1, true),
      suggest: () => void suggest(),
      cancel: () => void ask('cancel', { work: WORK }),
    },
    focusTrace: stage.focus,
    focusFields: () => size.element.focus(),
    show(next) {
      context = next;
      const { tuning, parameters, theme } = next;
      const { rate_hz, samples } = tuning;
      const now = JSON.stringify([tuning.file, tuning.info.series, tuning.choice, rate_hz, samples]);
      if (now !== trace) {
        trace = now;
        placed = undefined;
      }
      const asked = JSON.stringify([trace, parameters.exclude, parameters.event_direction]);
      if (asked !== looked) {
        looked = asked;
        void lookForEvents(next);
      }
      // The size may have been changed elsewhere: in the footer, in a file, in the settings.
      if (placed && placed.win_size !== parameters.win_size)
        placed = resized(placed, parameters.win_size, samples);
      stage.draw(next);
      const present = tuning.parameters.win_size;
      const other = placed && placed.win_size !== present ? resized(placed, present, samples) : undefined;
      box.show(placed, other, next);
      if (document.activeElement !== size.element) size.setValue(String(parameters.win_size));
      setText(length, `${duration(parameters.win_size / rate_hz)} at ${rate_hz / 1000} kHz`);
      const of = clear?.locations.length ?? 0;
      const at = placed ? clearIndex(placed) : -1;
      setText(position, at < 0 ? `${of} clear events` : `clear event ${at + 1} of ${of}`);
      showDirection(next);
      // Parameters are part of the wish: another model, filter or direction is another picture.
      if (placed) shapes.want({ trace, windows: other ? [placed, other] : [placed], parameters });
      const [shape, presentShape] = shapes.answer ?? [];
      shapeCharts.show(
        placed && { win_size: placed.win_size, shape },
        other && { win_size: other.win_size, shape: presentShape },
        rate_hz,
        theme,
      );
      const progress = next.progress(WORK);
      suggestion.show(
        {
          scores: tried?.of === triedWith(next) ? tried.scores : undefined,
          failure: failure ?? shapes.problem,
          win_size: parameters.win_size,
          progress: scoring ? (progress ?? { phase: 'starting', fraction: null, text: '' }) : undefined,
        },
        next,
      );
    },
  };

  function showDirection({ parameters: { event_direction } }: TuningContext): void {
    const seen = clear?.suggestion;
    const against = seen && seen.direction !== event_direction && seen.clarity > 0.5;
    direction.classList.toggle('hidden', !against);
    if (!against || direction.dataset['seen'] === seen.direction) return;
    direction.dataset['seen'] = seen.direction;
    direction.replaceChildren(
      `Most clear events are ${seen.direction}, event_direction is ${event_direction}. `,
      link(`Choose ${seen.direction}`, () => choose({ event_direction: seen.direction })),
    );
  }
}
