import './select.css';

interface SelectProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChoose(value: Value): void;
}

/** A choice of one from a list, as wide as its words: in captions of charts and in filters. */
export function Select<Value extends string>({ label, options, value, onChoose }: SelectProps<Value>) {
  return (
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
  );
}
