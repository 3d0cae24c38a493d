import { useEffect, useState } from 'preact/hooks';
import { checkValue } from '../../common/parameters/check';
import { DECLARATIONS, type ParameterName, type Parameters } from '../../common/parameters/parameters';
import { SelectBox } from '../shared/controls';
import { nullWord } from './null-word';

interface ParameterFieldProps<N extends ParameterName> {
  name: N;
  /** Its name in words, before that in files. */
  words?: string;
  /** Why it has no effect as the other parameters are; it can be set all the same. */
  idle?: string | undefined;
  value: Parameters[N];
  /** The engine's error about the value, if any. */
  problem?: string;
  onValue(value: Parameters[N]): void;
}

/** A field for a parameter, built from its declaration: name, unit, range and description. */
export function ParameterField<N extends ParameterName>({
  name,
  words,
  idle,
  value,
  problem,
  onValue,
}: ParameterFieldProps<N>) {
  const declaration = DECLARATIONS[name];
  const id = `field-${name}`;
  const { text, mistake, onInput, onBlur } = useTyped(name, value, onValue);
  const error = mistake ?? problem;
  const title = idle === undefined ? declaration.doc : `${declaration.doc} ${idle}`;
  const shared = {
    id,
    value: text,
    title,
    'aria-describedby': `${id}-error`,
    'aria-invalid': error !== undefined,
    onBlur,
  };
  return (
    <div class={`field${idle === undefined ? '' : ' idle'}`}>
      <label for={id} title={title}>
        {words === undefined ? (
          name
        ) : (
          <>
            {words} <span class="in-files">{name}</span>
          </>
        )}
      </label>
      {declaration.kind === 'choice' ? (
        <SelectBox>
          <select {...shared} class="select" onInput={({ currentTarget }) => onInput(currentTarget.value)}>
            {declaration.choices.map((choice: string) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        </SelectBox>
      ) : (
        <input
          {...shared}
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={declaration.whenNull === undefined ? '' : nullWord(name)}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      <span class="unit">{'unit' in declaration ? declaration.unit : ''}</span>
      <div class="field-error" id={`${id}-error`} role="alert">
        {error}
      </div>
    </div>
  );
}

/** Text of a field: the typed text while it is being edited or invalid, else the value. */
function useTyped<N extends ParameterName>(
  name: N,
  value: Parameters[N],
  onValue: (value: Parameters[N]) => void,
) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const { kind } = DECLARATIONS[name];
  const typedValue = typed === undefined ? value : valueIn(typed, kind);
  const mistake = typed === undefined ? undefined : checkValue(name, typedValue)?.message;
  // A value changed elsewhere replaces an invalid text.
  useEffect(() => {
    if (mistake !== undefined) setTyped(undefined);
  }, [value]);
  const isCurrent = typed !== undefined && (mistake !== undefined || typedValue === value);
  return {
    text: isCurrent ? typed : value === null ? '' : String(value),
    mistake,
    onInput(text: string) {
      setTyped(text);
      const next = valueIn(text, kind);
      if (checkValue(name, next) === undefined) onValue(next as Parameters[N]);
    },
    onBlur() {
      // An invalid value is not shown as if it were applied.
      if (mistake !== undefined) setTyped(undefined);
    },
  };
}

/** Parses the typed text without further interpretation. */
function valueIn(text: string, kind: (typeof DECLARATIONS)[ParameterName]['kind']): unknown {
  const typed = text.trim();
  if (kind === 'choice') return typed;
  if (typed === '') return null;
  if (kind !== 'number' && kind !== 'integer') return typed;
  return Number.isNaN(Number(typed)) ? typed : Number(typed);
}
