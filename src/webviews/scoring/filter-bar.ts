import { fixed } from '../../common/text/numbers';
import { h, setText } from '../shared/dom';
import { button, dropdown, link } from '../shared/toolkit';
import { type Bounds, isFiltered, type Listing, type Shown, type SortBy, wholeFile } from './list';
import type { Model } from './model';

const showns: readonly (readonly [Shown, string])[] = [
  ['all', 'All windows'],
  ['unscored', '○ not scored'],
  ['scored', 'scored'],
  ['1', '● 1 event'],
  ['0', '✕ 0 no event'],
  ['2', '? 2 left out'],
  ['bookmarked', 'bookmarked'],
  ['disagreements', 'disagreements'],
];

const sorts: readonly (readonly [SortBy, string])[] = [
  ['file', 'In file order'],
  ['amplitude', 'By amplitude'],
  ['snr', 'By SNR'],
  ['score', 'By score'],
  ['source', 'By recording'],
  ['doubtful', 'The doubtful first'],
  ['probability', 'By probability'],
];

/** Which windows are gone through and in which order. */
export function createFilterBar(on: { list(listing: Listing): void; model(): Model | undefined }) {
  const patch = (change: Partial<Listing>) => {
    const model = on.model();
    if (model) on.list({ ...model.state.listing, ...change });
  };
  const shown = dropdown('Show', (index) => patch({ shown: shownsOf(on.model())[index][0] }));
  const source = dropdown('Recording', (index) => patch({ source: index === 0 ? null : index - 1 }));
  const sort = dropdown('Sort', (index) => {
    const by = sortsOf(on.model())[index][0];
    // Large amplitudes first is what is looked for; doubt is largest where its number is smallest.
    patch({ sort: by, descending: by === 'amplitude' || by === 'snr' || by === 'probability' });
  });
  const turn = button({
    label: 'Turn the order round',
    icon: 'arrow-swap',
    look: 'icon',
    onClick: () => patch({ descending: !on.model()!.state.listing.descending }),
  });
  const amplitude = boundsFields('amplitude', (bounds) => patch({ amplitude: bounds }));
  const snr = boundsFields('SNR', (bounds) => patch({ snr: bounds }));
  const words = h('span', { class: 'filter-words', attributes: { 'aria-live': 'polite' } });
  const reset = link('Show all', () => on.list(wholeFile));
  const element = h(
    'div',
    { class: 'filter-bar', attributes: { role: 'group', 'aria-label': 'Filter and sort' } },
    shown.element,
    source.element,
    amplitude.element,
    snr.element,
    sort.element,
    turn.element,
    words,
    reset,
  );

  function sortsOf(model: Model | undefined) {
    return sorts.filter(
      ([by]) => (by !== 'doubtful' && by !== 'probability') || model?.probabilities !== undefined,
    );
  }

  /** Disagreements are no choice where there are none, unless they are what is listed. */
  function shownsOf(model: Model | undefined) {
    const some = (model?.agreement?.disagreements.length ?? 0) > 0;
    return showns.filter(([name]) => name !== 'disagreements' || some || model?.state.listing.shown === name);
  }

  return {
    element,
    focus: () => shown.element.focus(),
    update(model: Model): void {
      const { listing } = model.state;
      element.classList.toggle('hidden', !model.state.filterShown && !isFiltered(listing));
      const kinds = shownsOf(model);
      shown.set(
        kinds.map(([, label]) => label),
        kinds.findIndex(([name]) => name === listing.shown),
      );
      const { sources } = model.set;
      source.element.classList.toggle('hidden', sources.length < 2);
      source.set(
        ['All recordings', ...sources.map((path) => path.split(/[\\/]/).at(-1)!)],
        listing.source === null ? 0 : listing.source + 1,
      );
      const offered = sortsOf(model);
      sort.set(
        offered.map(([, label]) => label),
        offered.findIndex(([by]) => by === listing.sort),
      );
      amplitude.set(listing.amplitude);
      snr.set(listing.snr);
      setText(words, `${fixed(model.order.windows.length, 0)} of ${fixed(model.scores.length, 0)} listed`);
      const changed = isFiltered(listing) || listing.sort !== 'file' || listing.descending;
      reset.classList.toggle('hidden', !changed);
    },
  };
}

/** Two small fields, from and to; an empty one is no bound. */
function boundsFields(name: string, onChange: (bounds: Bounds) => void) {
  const field = (what: string) =>
    h('input', {
      class: 'bound',
      type: 'number',
      step: 'any',
      placeholder: what,
      attributes: { 'aria-label': `${name} ${what}` },
      onchange: () => onChange({ from: boundOf(from), to: boundOf(to) }),
    });
  const [from, to] = [field('from'), field('to')];
  return {
    element: h('span', { class: 'bounds' }, h('span', {}, name), from, '–', to),
    set(bounds: Bounds) {
      if (document.activeElement === from || document.activeElement === to) return;
      from.value = bounds.from === null ? '' : String(bounds.from);
      to.value = bounds.to === null ? '' : String(bounds.to);
    },
  };
}

function boundOf(field: HTMLInputElement): number | null {
  return field.value === '' || Number.isNaN(field.valueAsNumber) ? null : field.valueAsNumber;
}
