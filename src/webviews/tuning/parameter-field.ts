import { checkValue } from '../../common/parameters/check';
import { DECLARATIONS, type ParameterName, type Parameters } from '../../common/parameters/parameters';
import { h, setAttributes, setText } from '../shared/dom';
import { nullWord } from './null-word';

export interface ParameterField {
  readonly element: HTMLElement;
  /** @param problem what the engine says about the value, where it says anything */
  show(value: Parameters[ParameterName], problem?: string): void;
  focus(): void;
}

let fields = 0;

/** A field for a parameter as it is declared: its name, unit, range and meaning come from there. */
export function parameterField<N extends ParameterName>(
  name: N,
  onValue: (value: Parameters[N]) => void,
): ParameterField {
  const declaration = DECLARATIONS[name];
  const id = `field-${name}-${++fields}`;
  const error = h('div', { class: 'field-error', id: `${id}-error`, attributes: { role: 'alert' } });
  const unit = 'unit' in declaration ? declaration.unit : undefined;
  const input =
    declaration.kind === 'choice'
      ? h('select', { id }, ...declaration.choices.map((choice) => h('option', { value: choice }, choice)))
      : h('input', {
          id,
          type: 'text',
          autocomplete: 'off',
          spellcheck: false,
          placeholder: declaration.whenNull === undefined ? '' : nullWord(name),
        });
  setAttributes(input, { 'aria-describedby': `${id}-error`, title: declaration.doc });
  let mistake: string | undefined;
  let ofEngine: string | undefined;

  function tell(): void {
    const problem = mistake ?? ofEngine;
    setText(error, problem ?? '');
    setAttributes(input, { 'aria-invalid': problem !== undefined });
  }

  input.addEventListener('input', () => {
    const value = valueIn(input.value, declaration.kind);
    mistake = checkValue(name, value)?.message;
    tell();
    if (mistake === undefined) onValue(value as Parameters[N]);
  });
  input.addEventListener('blur', () => {
    // What cannot be is not kept in sight as if it counted.
    if (mistake !== undefined) shown = undefined;
  });
  let shown: Parameters[ParameterName] | undefined;
  return {
    element: h(
      'div',
      { class: 'field' },
      h('label', { htmlFor: id, title: declaration.doc }, name),
      input,
      h('span', { class: 'unit' }, unit ?? ''),
      error,
    ),
    show(value, problem) {
      ofEngine = problem;
      const typing = document.activeElement === input;
      if (value !== shown && !(typing && valueIn(input.value, declaration.kind) === value)) {
        input.value = value === null ? '' : String(value);
        mistake = undefined;
      }
      shown = value;
      tell();
    },
    focus: () => input.focus(),
  };
}

/** As it is typed: nothing leaves it to the program. */
function valueIn(text: string, kind: (typeof DECLARATIONS)[ParameterName]['kind']): unknown {
  const typed = text.trim();
  if (kind === 'choice') return typed;
  if (typed === '') return null;
  if (kind !== 'number' && kind !== 'integer') return typed;
  return Number.isNaN(Number(typed)) ? typed : Number(typed);
}
