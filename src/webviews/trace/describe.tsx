import { useState } from 'preact/hooks';
import type { Description, ReadySnapshot } from '../../common/api/views/trace';
import { Button, Link, TextField } from '../shared/controls';
import type { TraceServices } from './services';

/** Rate, factor and unit as text in their fields. */
interface Typed {
  rate: string;
  scaling: string;
  unit: string;
}

function typedDescription({ rate_hz, scaling, unit }: Description): Typed {
  return { rate: rate_hz > 0 ? String(rate_hz) : '', scaling: shortNumber(scaling), unit };
}

/** @returns the description, or an error sentence */
function parsedDescription({ rate, scaling, unit }: Typed): Description | string {
  const rate_hz = numberOf(rate);
  const factor = numberOf(scaling);
  if (!(rate_hz > 0) || !Number.isFinite(rate_hz))
    return 'The sampling rate must be a number above 0, such as 20000.';
  if (!Number.isFinite(factor) || factor === 0)
    return 'The factor must be a number other than 0, such as 1e12.';
  return { rate_hz, scaling: factor, unit: unit.trim() };
}

/** 1e12 rather than 1000000000000. */
function shortNumber(value: number): string {
  const [whole, short] = [String(value), value.toExponential().replace('+', '')];
  return whole.length > 6 && short.length < whole.length ? short : whole;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replaceAll(/[\s,_]/g, '').replace('\u2212', '-'));
}

/** Form for facts that the file lacks: sampling rate, unit, and the factor to it. */
export function Describe({ services }: { services: TraceServices }) {
  const snapshot = services.store.state.snapshot as ReadySnapshot;
  const [typed, setTyped] = useState(() => typedDescription(firstDescription(snapshot)));
  const [problem, setProblem] = useState('');
  const needed = snapshot.info.rate_hz === null;
  const fill = (patch: Partial<Typed>) => setTyped((before) => ({ ...before, ...patch }));
  const submit = () => {
    const description = parsedDescription(typed);
    if (typeof description === 'string') setProblem(description);
    else services.describe(description);
  };
  const field = (label: string, name: keyof Typed) => (
    <TextField
      label={label}
      value={typed[name]}
      onInput={(value) => fill({ [name]: value })}
      onEnter={submit}
    />
  );
  return (
    <main class="describe">
      <h1>Rate and unit</h1>
      <p>
        {needed
          ? `${snapshot.name} has no sampling rate. Enter rate and unit once; miniML remembers them.`
          : 'This replaces the rate and unit in the file. miniML remembers it.'}
      </p>
      <div class="guesses">
        {snapshot.guesses.map((guess) => (
          <Link key={guess.label} onClick={() => setTyped(typedDescription(guess))}>
            {guess.label}
          </Link>
        ))}
      </div>
      {field('Sampling rate (samples per second, Hz)', 'rate')}
      {field('Factor from the values in the file to the unit', 'scaling')}
      {field('Unit after the factor', 'unit')}
      <p class="error" role="alert">
        {problem}
      </p>
      <div class="buttons">
        <Button label="Show the Trace" look="primary" onClick={submit} />
        {!needed && (
          <Button
            label="Cancel"
            look="secondary"
            onClick={() => services.send({ type: 'describingStopped' })}
          />
        )}
      </div>
    </main>
  );
}

/** Earlier entries; else the displayed values, amperes as pA, without an invented rate. */
function firstDescription({ description, info, guesses }: ReadySnapshot): Description {
  const unit = info.channels[0]?.unit ?? '';
  const scaling = guesses.find((guess) => guess.unit === unit)?.scaling ?? 1;
  return description ?? { rate_hz: info.rate_hz ?? 0, unit, scaling };
}
