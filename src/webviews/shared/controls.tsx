import type { ComponentChildren, HTMLAttributes } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import './toolkit';
import './select.css';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<HTMLElement> & { appearance?: string; disabled?: boolean };
      'vscode-dropdown': HTMLAttributes<HTMLElement>;
      'vscode-option': HTMLAttributes<HTMLElement>;
      'vscode-text-field': HTMLAttributes<HTMLElement>;
      'vscode-progress-ring': HTMLAttributes<HTMLElement>;
    }
  }
}

/** A codicon, as decoration beside text. */
export function Icon({ name }: { name: string }) {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}

interface ButtonProps {
  label: string;
  /** Accessible name if the label alone is ambiguous; it starts with the label. */
  name?: string;
  icon?: string;
  /** Tooltip; the label by default. */
  title?: string;
  /** `icon` shows only the icon; the label is then its accessible name. */
  look: 'primary' | 'secondary' | 'icon';
  class?: string;
  disabled?: boolean;
  /** State of a toggle button. */
  pressed?: boolean;
  onClick(): void;
}

export function Button({ label, name, icon, title, look, disabled, pressed, onClick, ...more }: ButtonProps) {
  return (
    <vscode-button
      appearance={look}
      class={more.class}
      title={title ?? label}
      aria-label={name ?? label}
      {...{ 'aria-pressed': pressed }}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      {icon && (look === 'icon' ? <Icon name={icon} /> : <IconAtStart name={icon} />)}
      {look !== 'icon' && label}
    </vscode-button>
  );
}

function IconAtStart({ name }: { name: string }) {
  return <span slot="start" class={`codicon codicon-${name}`} aria-hidden="true" />;
}

/** Text that acts like a button, within a line of text. */
export function Link({ children, onClick }: { children: ComponentChildren; onClick(): void }) {
  return (
    <button class="link" type="button" onClick={onClick}>
      {children}
    </button>
  );
}

interface DropdownProps {
  label: string;
  options: readonly string[];
  selected: number;
  /** Called with the index of the chosen option. */
  onChoose(index: number): void;
}

/** A choice from a list. */
export function Dropdown({ label, options, selected, onChoose }: DropdownProps) {
  const element = useRef<HTMLElement & { selectedIndex: number }>(null);
  const text = options.join('\n');
  useLayoutEffect(() => {
    // The toolkit processes new options asynchronously.
    const frame = requestAnimationFrame(() => {
      if (element.current) element.current.selectedIndex = selected;
    });
    return () => cancelAnimationFrame(frame);
  }, [text, selected]);
  return (
    <vscode-dropdown
      ref={element}
      aria-label={label}
      title={label}
      onChange={() => {
        const index = element.current?.selectedIndex ?? selected;
        if (index !== selected) onChoose(index);
      }}
    >
      {options.map((option) => (
        <vscode-option key={option}>{option}</vscode-option>
      ))}
    </vscode-dropdown>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onInput(value: string): void;
  /** Enter was pressed. */
  onEnter(): void;
  /** The field was left with another value. */
  onChange?(): void;
}

export function TextField({ label, value, onInput, onEnter, onChange }: TextFieldProps) {
  const element = useRef<HTMLElement & { value: string }>(null);
  useLayoutEffect(() => {
    if (element.current && element.current.value !== value) element.current.value = value;
  }, [value]);
  return (
    <vscode-text-field
      ref={element}
      onInput={() => onInput(element.current?.value ?? '')}
      onChange={onChange}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter();
      }}
    >
      {label}
    </vscode-text-field>
  );
}

interface SelectProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChoose(value: Value): void;
}

/** Around a list with the class "select": draws its arrow. */
export function SelectBox({ children }: { children: ComponentChildren }) {
  return (
    <span class="select-box">
      {children}
      <Icon name="chevron-down" />
    </span>
  );
}

/** A choice of one from a list, as wide as its words: in captions of charts and in filters. */
export function Select<Value extends string>({ label, options, value, onChoose }: SelectProps<Value>) {
  return (
    <SelectBox>
      <select
        class="select"
        aria-label={label}
        title={label}
        value={value}
        onChange={({ currentTarget }) => onChoose(currentTarget.value as Value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </SelectBox>
  );
}
