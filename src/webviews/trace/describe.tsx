import { useState } from 'preact/hooks';
import type { Description, ReadySnapshot } from '../../common/api/views/trace';
import { type Axes, axesInWords, axesOfRank } from '../../common/parameters/axes';
import { Button, Link, Select, TextField } from '../shared/controls';
import type { TraceServices } from './services';

/** Entries of the form; rate, factor and unit as text in their fields. */
interface Typed {
  axes: Axes | undefined;
  rate: string;
  scaling: string;
  unit: string;
}

function typedDescription({ axes, rate_hz, scaling, unit }: Description): Typed {
  return { axes, rate: rate_hz > 0 ? String(rate_hz) : '', scaling: shortNumber(scaling), unit };
}

/** @returns the description, or an error sentence */
function parsedDescription({ axes, rate, scaling, unit }: Typed): Description | string {
  const rate_hz = numberOf(rate);
  const factor = numberOf(scaling);
  if (!(rate_hz > 0) || !Number.isFinite(rate_hz))
    return 'The sampling rate must be a number above 0, such as 20000.';
  if (!Number.isFinite(factor) || factor === 0)
    return 'The factor must be a number other than 0, such as 1e12.';
  return { rate_hz, scaling: factor, unit: unit.trim(), ...(axes && { axes }) };
}

/** 1e12 rather than 1000000000000. */
function shortNumber(value: number): string {
  const [whole, short] = [String(value), value.toExponential().replace('+', '')];
  return whole.length > 6 && short.length < whole.length ? short : whole;
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replaceAll(/[\s,_]/g, '').replace('\u2212', '-'));
}

/** Form for facts that the file lacks or that are doubtful: sampling rate, unit and the factor to it, axes. */
export function Describe({ services }: { services: TraceServices }) {
  const snapshot = services.store.state.snapshot as ReadySnapshot;
  const [typed, setTyped] = useState(() => typedDescription(firstDescription(snapshot)));
  const [problem, setProblem] = useState('');
  const needed = snapshot.info.rate_hz === null;
  const { axes } = snapshot.info;
  const fill = (patch: Partial<Typed>) => setTyped((before) => ({ ...before, ...patch }));
  const submit = () => {
    const description = parsedDescription(typed);
    if (typeof description === 'string') setProblem(description);
    else services.describe(description);
  };
  const field = (label: string, name: 'rate' | 'scaling' | 'unit') => (
    <TextField
      label={label}
      value={typed[name]}
      onInput={(value) => fill({ [name]: value })}
      onEnter={submit}
    />
  );
  return (
    <main class="describe">
      <h1>{axes ? 'Rate, unit and axes' : 'Rate and unit'}</h1>
      <p>
        {needed
          ? `${snapshot.name} has no sampling rate. Enter rate and unit once; miniML remembers them.`
          : snapshot.doubtful
            ? `${snapshot.name} has doubtful facts. Correct them, or use them as they are; miniML remembers your answer.`
            : 'This replaces the rate and unit in the file. miniML remembers it.'}
      </p>
      {questionsOf(snapshot).map((question) => (
        <p key={question} class="question">
          {question}
        </p>
      ))}
      <div class="guesses">
        {snapshot.guesses.map((guess) => (
          <Link
            key={guess.label}
            onClick={() => setTyped(({ axes: chosen }) => ({ ...typedDescription(guess), axes: chosen }))}
          >
            {guess.label}
          </Link>
        ))}
      </div>
      {field('Sampling rate (samples per second, Hz)', 'rate')}
      {field('Factor from the values in the file to the unit', 'scaling')}
      {field('Unit after the factor', 'unit')}
      {axes && (
        <div class="labelled">
          <span>Axes of the numbers in the file</span>
          <Select
            label="Axes of the numbers in the file"
            options={axesOfRank(axes.shape.length).map((value) => ({
              value,
              label: axesInWords(axes.shape, value),
            }))}
            value={typed.axes ?? axes.taken}
            onChoose={(value) => fill({ axes: value })}
          />
        </div>
      )}
      <p class="error" role="alert">
        {problem}
      </p>
      <div class="buttons">
        <Button label="Show the Trace" look="primary" onClick={submit} />
        {!needed && snapshot.doubtful && (
          <Button label="Use as in the File" look="secondary" onClick={services.confirmFacts} />
        )}
        {!needed && !snapshot.doubtful && (
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
  const axes = info.axes ? { axes: info.axes.taken } : {};
  return description ?? { rate_hz: info.rate_hz ?? 0, unit, scaling, ...axes };
}

/** Warnings that this form answers; each says what the file has. */
const ANSWERED = ['rate', 'unit', 'range', 'counts', 'times', 'size', 'axes'];

function questionsOf({ info }: ReadySnapshot): string[] {
  return info.warnings
    .filter(({ code }) => ANSWERED.includes(code) && (code !== 'rate' || info.rate_hz !== null))
    .map(({ message }) => message);
}
