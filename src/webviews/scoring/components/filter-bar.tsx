import { useEffect, useRef } from 'preact/hooks';
import { fixed } from '../../../common/text/numbers';
import { Button, Dropdown } from '../../shared/controls';
import type { Commands } from '../commands';
import { type Bounds, isFiltered, type Listing, type Shown, type SortBy, wholeFile } from '../list';
import { isPredicted, type ScoredSet } from '../scored-set';

const filters: readonly (readonly [Shown, string])[] = [
  ['all', 'All windows'],
  ['unscored', '○ not scored'],
  ['scored', 'scored'],
  ['1', '● 1 event'],
  ['0', '✕ 0 no event'],
  ['2', '? 2 excluded'],
  ['bookmarked', 'bookmarked'],
  ['disagreements', 'disagreements'],
];

const sortings: readonly (readonly [SortBy, string])[] = [
  ['file', 'In file order'],
  ['amplitude', 'By amplitude'],
  ['snr', 'By SNR'],
  ['score', 'By score'],
  ['source', 'By recording'],
  ['doubtful', 'Most doubtful first'],
  ['probability', 'By probability'],
];

/** Filter and order of the listed windows. */
export function FilterBar({ set, on }: { set: ScoredSet; on: Commands }) {
  const { listing, filterShown } = set.view;
  const changed = isFiltered(listing) || listing.sort !== 'file' || listing.descending;
  const hidden = filterShown || isFiltered(listing) ? '' : ' hidden';
  return (
    <fieldset class={`filter-bar${hidden}`} aria-label="Filter and sort">
      <ShownChoice set={set} patch={on.list} />
      <SourceChoice set={set} patch={on.list} />
      <BoundsFields
        name="amplitude"
        bounds={listing.amplitude}
        onChange={(amplitude) => on.list({ amplitude })}
      />
      <BoundsFields name="SNR" bounds={listing.snr} onChange={(snr) => on.list({ snr })} />
      <SortChoice set={set} patch={on.list} />
      <Button
        label="Reverse the order"
        icon="arrow-swap"
        look="icon"
        onClick={() => on.list({ descending: !listing.descending })}
      />
      <span class="filter-words" aria-live="polite">
        {fixed(set.order.windows.length, 0)} of {fixed(set.scores.length, 0)} listed
      </span>
      {changed && (
        <button class="link" type="button" onClick={() => on.list(wholeFile)}>
          Show all
        </button>
      )}
    </fieldset>
  );
}

interface ChoiceProps {
  set: ScoredSet;
  patch(change: Partial<Listing>): void;
}

/** Without disagreements that choice is hidden, unless it is selected. */
function ShownChoice({ set: { agreement, view }, patch }: ChoiceProps) {
  const { shown } = view.listing;
  const some = (agreement?.disagreements.length ?? 0) > 0;
  const offered = filters.filter(([name]) => name !== 'disagreements' || some || shown === name);
  return (
    <Dropdown
      label="Show"
      options={offered.map(([, label]) => label)}
      selected={offered.findIndex(([name]) => name === shown)}
      onChoose={(index) => patch({ shown: offered[index][0] })}
    />
  );
}

function SourceChoice({ set, patch }: ChoiceProps) {
  const { sources } = set.set;
  if (sources.length < 2) return null;
  const { source } = set.view.listing;
  return (
    <Dropdown
      label="Recording"
      options={['All recordings', ...sources.map((path) => path.split(/[\\/]/).at(-1)!)]}
      selected={source === null ? 0 : source + 1}
      onChoose={(index) => patch({ source: index === 0 ? null : index - 1 })}
    />
  );
}

function SortChoice({ set, patch }: ChoiceProps) {
  const { view } = set;
  const known = view.probability && isPredicted(set);
  const offered = sortings.filter(([by]) => (by !== 'doubtful' && by !== 'probability') || known);
  // Large amplitudes come first; the most doubtful have the smallest distance from 0.5.
  const choose = (by: SortBy) =>
    patch({ sort: by, descending: by === 'amplitude' || by === 'snr' || by === 'probability' });
  return (
    <Dropdown
      label="Sort"
      options={offered.map(([, label]) => label)}
      selected={offered.findIndex(([by]) => by === view.listing.sort)}
      onChoose={(index) => choose(offered[index][0])}
    />
  );
}

interface BoundsProps {
  name: string;
  bounds: Bounds;
  onChange(bounds: Bounds): void;
}

/** Two small fields, from and to; an empty one means no bound. */
function BoundsFields({ name, bounds, onChange }: BoundsProps) {
  const field = (end: 'from' | 'to') => (
    <BoundField
      label={`${name} ${end}`}
      placeholder={end}
      value={bounds[end]}
      onChange={(value) => onChange({ ...bounds, [end]: value })}
    />
  );
  return (
    <span class="bounds">
      <span>{name}</span>
      {field('from')}–{field('to')}
    </span>
  );
}

interface FieldProps {
  label: string;
  placeholder: string;
  value: number | null;
  onChange(value: number | null): void;
}

function BoundField({ label, placeholder, value, onChange }: FieldProps) {
  const ref = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const field = ref.current;
    // Nothing is changed under the user's hands.
    if (field && document.activeElement !== field) field.value = value === null ? '' : String(value);
  }, [value]);
  return (
    <input
      ref={ref}
      class="bound"
      type="number"
      step="any"
      placeholder={placeholder}
      aria-label={label}
      onChange={({ currentTarget: { valueAsNumber } }) =>
        onChange(Number.isNaN(valueAsNumber) ? null : valueAsNumber)
      }
    />
  );
}
