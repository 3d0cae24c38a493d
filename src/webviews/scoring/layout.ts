import type { ScoringAction, ScoringHostAction, ScoringRequests } from '../../common/api/views/scoring';
import { h, setAttributes, setText } from '../shared/dom';
import type { Ask } from '../shared/host';
import { createKeyDialog } from '../shared/key-dialog';
import { createPicture } from './drawing/picture';
import { createFilterBar } from './filter-bar';
import { createFooter } from './footer';
import { createGrid } from './grid';
import { type Listing, wholeFile } from './list';
import { createEmptyList, createMessage } from './message';
import type { Model } from './model';
import { createNotes, type NoteHandlers } from './notes';
import { createReadout } from './readout';
import { createStrip } from './strip';
import { createSurroundings } from './surroundings';
import { createToolbar } from './toolbar';

const mouse = [
  ['Wheel', 'one window on or back'],
  ['Click a small window', 'show it large'],
  ['Drag in the grid', 'select the windows inside'],
  ['Shift + click', 'select all up to here'],
  ['Ctrl + click', 'select one more, or one less'],
  ['Double click', 'show the window large'],
] as const;

const scoreActions = { 1: 'score1', 0: 'score0', 2: 'score2', [-1]: 'clearScore' } as const;
const shownOf = { 1: '1', 0: '0', 2: '2', [-1]: 'unscored' } as const;

export interface LayoutHandlers extends NoteHandlers {
  ask: Ask<ScoringRequests>;
  act(action: ScoringAction): void;
  run(action: ScoringHostAction): void;
  list(listing: Listing): void;
  choose(window: number): void;
  open(window: number): void;
  model(): Model | undefined;
  redraw(): void;
}

export type Layout = ReturnType<typeof createLayout>;

/** Puts the parts of the view in their places. */
export function createLayout(root: HTMLElement, on: LayoutHandlers) {
  const toolbar = createToolbar({
    ...on,
    show: (score) => {
      const model = on.model();
      const shown = shownOf[score as keyof typeof shownOf];
      if (model)
        on.list({ ...model.state.listing, shown: model.state.listing.shown === shown ? 'all' : shown });
    },
  });
  const filterBar = createFilterBar(on);
  const notes = createNotes(on);
  const picture = createPicture();
  const pictureBox = h('div', { class: 'picture' }, picture.element);
  const strip = createStrip(on.choose);
  const surroundings = createSurroundings((request) => on.ask('surroundings', request), on.redraw);
  const one = h('div', { class: 'one-window' }, pictureBox, surroundings.element, strip.element);
  const grid = createGrid(on, on.redraw);
  const empty = createEmptyList(() => on.list(wholeFile));
  const stage = h(
    'div',
    {
      class: 'stage',
      tabIndex: 0,
      attributes: { role: 'application', 'aria-roledescription': 'windows to score' },
    },
    one,
    grid.element,
    empty,
  );
  const readout = createReadout({
    score: (score) => on.act(scoreActions[score]),
    clear: () => on.act('clearScore'),
    goTo: () => on.run('goTo'),
  });
  const footer = createFooter();
  const said = h('div', { class: 'visually-hidden', attributes: { role: 'status', 'aria-live': 'polite' } });
  const hint = h('div', { class: 'hint' });
  const main = h(
    'main',
    { class: 'scoring' },
    h('h1', { class: 'visually-hidden' }, 'Scoring'),
    toolbar.element,
    filterBar.element,
    notes.element,
    stage,
    hint,
    readout.element,
    footer.element,
    said,
  );
  const message = createMessage('Scoring', on.run);
  const keys = createKeyDialog('Keys of the scoring editor', mouse);
  root.replaceChildren(main, message.element, keys.element);
  // What the mouse has pressed gives the keyboard back to the windows.
  main.addEventListener('click', ({ target, detail }) => {
    const pressed = (target as Element).closest('button, vscode-button, .stage, .readout');
    if (detail > 0 && pressed && !(target as Element).closest('.filter-bar')) stage.focus();
  });
  let fading: ReturnType<typeof setTimeout> | undefined;

  function only(element: HTMLElement): void {
    for (const part of [main, message.element]) part.classList.toggle('hidden', part !== element);
  }
  only(message.element);

  return {
    stage,
    pictureBox,
    picture,
    strip,
    surroundings,
    grid,
    keys,
    focusFilter: filterBar.focus,
    showMessage() {
      only(message.element);
      return message;
    },
    /** Says something that passes. */
    say(text: string) {
      setText(said, text);
      setText(hint, text);
      hint.classList.add('said');
      clearTimeout(fading);
      fading = setTimeout(() => hint.classList.remove('said'), 2500);
    },
    /** Shows the parts that are wanted, before they are drawn. */
    arrange(model: Model) {
      only(main);
      const none = model.order.windows.length === 0;
      one.classList.toggle('hidden', none || model.state.overview);
      grid.element.classList.toggle('hidden', none || !model.state.overview);
      empty.classList.toggle('hidden', !none);
      surroundings.element.classList.toggle('hidden', !model.state.surroundings);
    },
    /** The words around the windows; they may follow a moment later. */
    describe(model: Model) {
      toolbar.update(model);
      filterBar.update(model);
      notes.update(model);
      readout.update(model);
      footer.update(model);
      const spoken = readout.spoken(model);
      setAttributes(stage, {
        'aria-label': model.state.overview
          ? `Overview of ${model.order.windows.length} windows, ${model.selection.size} selected. ${spoken}`
          : spoken,
      });
      setText(said, spoken);
    },
  };
}
