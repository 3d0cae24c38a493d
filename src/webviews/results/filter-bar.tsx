import { useEffect, useRef, useState } from 'preact/hooks';
import { type ViewMeasure, viewMeasureOf } from '../../common/events/measure-views';
import { count } from '../../common/text/numbers';
import { Button, Icon, Select } from '../shared/controls';
import { knownMeasures } from '../shared/event-measures';
import type { Condition, Shown } from './listing';
import type { Part } from './results-app';

const choices: readonly (readonly [Shown, string])[] = [
  ['all', 'All events'],
  ['kept', 'Not deleted'],
  ['deleted', 'Deleted'],
  ['isolated', 'Isolated'],
  ['excluded', 'Excluded from the average'],
  ['added', 'Added by hand'],
  ['border', 'At the trace edge'],
];

/** Filters of the list: kinds of events, and any number of ranges of their measures. */
export function FilterBar({ services, ready }: Part) {
  const { results, view, rows } = ready;
  const { conditions, shown } = view.listing;
  const known = knownMeasures(results.tables.events);
  const setConditions = (next: readonly Condition[]) =>
    services.send({ type: 'list', patch: { conditions: next } });
  return (
    <div class="filter-bar" role="group" aria-label="Filter">
      <Select
        label="Kind of events"
        options={choices.map(([value, label]) => ({ value, label }))}
        value={shown}
        onChoose={(next) => services.send({ type: 'list', patch: { shown: next } })}
      />
      {conditions.length > 0 && (
        <div class="conditions">
          {conditions.map((condition, index) => (
            <Range
              // Ranges have no names, so their order is the key; ranges are added at the end only.
              key={`${index} of ${conditions.length}`}
              condition={condition}
              known={known}
              unit={viewMeasureOf(condition.measure).unit(results.unit)}
              onChange={(patch) =>
                setConditions(conditions.map((each, i) => (i === index ? { ...each, ...patch } : each)))
              }
              onRemove={() => setConditions(conditions.filter((_, i) => i !== index))}
              focused={index === conditions.length - 1 && condition.from === null && condition.to === null}
            />
          ))}
        </div>
      )}
      <Button
        label="Range"
        icon="add"
        look="secondary"
        title="Add a range of a measure"
        onClick={() => setConditions([...conditions, { measure: 'amplitude', from: null, to: null }])}
      />
      <span class="found" role="status">
        {count(rows.length, 'event')} listed
      </span>
    </div>
  );
}

interface RangeProps {
  condition: Condition;
  known: readonly ViewMeasure[];
  unit: string;
  /** Gets the focus when it is added. */
  focused: boolean;
  onChange(patch: Partial<Condition>): void;
  onRemove(): void;
}

function Range({ condition, known, unit, focused, onChange, onRemove }: RangeProps) {
  const first = useRef<HTMLInputElement>(null);
  const { name } = viewMeasureOf(condition.measure);
  useEffect(() => {
    if (focused) first.current?.focus();
  }, []);
  return (
    <div class="condition">
      <Select
        label="Measure"
        options={known.map((measure) => ({ value: measure.id, label: measure.name }))}
        value={condition.measure}
        onChoose={(measure) => onChange({ measure })}
      />
      <Bound name={name} end="from" value={condition.from} field={first} onChange={onChange} />–
      <Bound name={name} end="to" value={condition.to} onChange={onChange} />
      {unit !== '' && <span class="unit">{unit}</span>}
      <button
        type="button"
        class="remove"
        title="Remove this range"
        aria-label="Remove this range"
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

interface BoundProps {
  name: string;
  end: 'from' | 'to';
  value: number | null;
  field?: { current: HTMLInputElement | null };
  onChange(patch: Partial<Condition>): void;
}

/** A number field. Invalid input is marked, and the range is not changed. */
function Bound({ name, end, value, field, onChange }: BoundProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  return (
    <input
      ref={field}
      type="text"
      inputMode="decimal"
      class={numberIn(text) === undefined ? 'invalid' : ''}
      placeholder={end}
      aria-label={`${name} ${end}`}
      value={text}
      onInput={({ currentTarget }) => {
        setText(currentTarget.value);
        const found = numberIn(currentTarget.value);
        if (found !== undefined) onChange({ [end]: found });
      }}
    />
  );
}

/** null for an empty field, undefined for invalid input. */
function numberIn(text: string): number | null | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
