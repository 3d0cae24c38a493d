import { useEffect, useState } from 'preact/hooks';
import type { TimeRange } from '../../../common/parameters/times';
import { duration } from '../../../common/text/duration';
import { Button, Link } from '../../shared/controls';
import { intervalsOf, secondsText, withInterval, withoutInterval } from './intervals';

interface ExcludedIntervalsProps {
  /** The parameter. */
  exclude: string | null;
  /** The interval in view: what is offered to be excluded. */
  inView: TimeRange;
  onChange(exclude: string | null): void;
  onShow(interval: TimeRange): void;
}

/** The excluded intervals, with a way to add one and to remove one. */
export function ExcludedIntervals({ exclude, inView, onChange, onShow }: ExcludedIntervalsProps) {
  const intervals = intervalsOf(exclude);
  return (
    <section class="exclusion" aria-label="Excluded intervals">
      <h2>Excluded intervals</h2>
      <ul class="intervals">
        {intervals.map((interval, i) => (
          <Interval
            key={i}
            interval={interval}
            onShow={() => onShow(interval)}
            onRemove={() => onChange(withoutInterval(exclude, i))}
          />
        ))}
      </ul>
      {intervals.length === 0 && (
        <p class="hint">No excluded intervals. Ctrl+drag over an artefact, or enter times:</p>
      )}
      <NewInterval inView={inView} onAdd={(interval) => onChange(withInterval(exclude, interval))} />
    </section>
  );
}

interface IntervalProps {
  interval: TimeRange;
  onShow(): void;
  onRemove(): void;
}

function Interval({ interval: { from_s, to_s }, onShow, onRemove }: IntervalProps) {
  const text = `${secondsText(from_s)}–${secondsText(to_s)} s`;
  return (
    <li>
      <Link onClick={onShow}>{text}</Link>
      <span class="unit">{duration(to_s - from_s)}</span>
      <Button label={`Remove ${text}`} icon="trash" look="icon" onClick={onRemove} />
    </li>
  );
}

interface NewIntervalProps {
  inView: TimeRange;
  onAdd(interval: TimeRange): void;
}

function NewInterval({ inView, onAdd }: NewIntervalProps) {
  const offered = { from: secondsText(inView.from_s), to: secondsText(inView.to_s) };
  const [typed, setTyped] = useState(offered);
  const [problem, setProblem] = useState('');
  // Another view offers other times.
  useEffect(() => setTyped(offered), [offered.from, offered.to]);
  const add = () => {
    const [from_s, to_s] = [Number(typed.from), Number(typed.to)];
    const valid = from_s >= 0 && to_s > from_s && Number.isFinite(to_s);
    setProblem(valid ? '' : 'The end must be later than the start, both in seconds.');
    if (valid) onAdd({ from_s, to_s });
  };
  const input = (label: string, name: keyof typeof typed) => (
    <input
      class="tuning-input"
      type="text"
      inputMode="decimal"
      autocomplete="off"
      aria-label={label}
      value={typed[name]}
      onInput={({ currentTarget }) => setTyped({ ...typed, [name]: currentTarget.value })}
    />
  );
  return (
    <>
      <div class="interval-range">
        {input('Start of the interval in seconds', 'from')}–{input('End of the interval in seconds', 'to')}s
        <Button
          label="Exclude Interval"
          icon="circle-slash"
          title="No events are detected in it; times do not change"
          look="secondary"
          onClick={add}
        />
      </div>
      <div class="field-error" role="alert">
        {problem}
      </div>
    </>
  );
}
