// The figures of a series of runs, and how they are printed side by side.

export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { minimum: sorted.at(0) ?? NaN, median: medianOf(sorted), maximum: sorted.at(-1) ?? NaN };
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** How much longer each run of one took than the run of the other beside it. */
export function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, index) => value - (b[index] ?? NaN));
}

/** `minimum / median / maximum`, in whole milliseconds. */
export function milliseconds(spread: Spread): string {
  return [spread.minimum, spread.median, spread.maximum].map((value) => value.toFixed(0)).join(' / ');
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

/** Rows of cells, the first row underlined, each column as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  return lines.toSpliced(1, 0, widths.map((width) => '─'.repeat(width)).join('  ')).join('\n');
}
