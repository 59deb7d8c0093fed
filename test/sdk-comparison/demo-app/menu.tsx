/** A menu whose options are an enum's members, in their order. */
export function Menu<Value extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: Value[];
  value: Value | undefined;
  onChange: (value: Value) => void;
}) {
  return (
    <select aria-label={label} value={value} onChange={({ target }) => onChange(target.value as Value)}>
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}
