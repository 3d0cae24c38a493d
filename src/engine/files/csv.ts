/** Formats a line of csv (RFC 4180): fields with a comma, a quote or a line break are quoted. */
export function csvLine(fields: readonly string[], end = '\r\n'): string {
  return (
    fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',') +
    end
  );
}

/** Separators in use in different countries. */
const SEPARATORS = [',', ';', '\t'];

/**
 * The number in a field: NaN for text that is not one, and for an empty field. A comma inside a number is a decimal
 * comma.
 */
export function fieldNumber(field: string): number {
  return field === '' ? Number.NaN : Number(field.replace(/^([-+]?\d*),(\d*(?:e[-+]?\d+)?)$/i, '$1.$2'));
}

/** A number as NumPy's `savetxt` writes it. */
const NUMBER = /^[-+.\d][-+.\de]*$/i;

/**
 * Parses a table into rows of trimmed fields, without empty lines. The separator is the most frequent one of comma,
 * semicolon and tab in the first line, or blanks if that has only numbers and blanks.
 */
export function parseCsv(text: string): string[][] {
  const unmarked = text.replace(/^\ufeff/, '');
  const plain = hasBlanks(unmarked) ? withTabs(unmarked) : unmarked;
  const separator = separatorOf(plain);
  const rows: string[][] = [];
  let row: string[] = [];
  for (let at = 0; at < plain.length; ) {
    const [field, end] = fieldAt(plain, at, separator);
    row.push(field.trim());
    if (plain[end] !== separator) {
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
    }
    at = end + 1;
  }
  if (row.length > 0) rows.push([...row, '']);
  return rows;
}

/** The most frequent one of comma, semicolon and tab in the first line. */
export function separatorOf(text: string): string {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))];
}

/**
 * Whether the first line is numbers with blanks between them. Split first, as one pattern for the whole line would take
 * quadratic time.
 */
function hasBlanks(text: string): boolean {
  const start = text.trimStart();
  const numbers = start
    .slice(0, start.search(/[\r\n]|$/))
    .trimEnd()
    .split(/[ \t]+/);
  return numbers.length > 1 && numbers.every((number) => NUMBER.test(number));
}

function withTabs(text: string): string {
  return text
    .split(/(\r\n|[\r\n])/)
    .map((line, i) =>
      i % 2 === 1
        ? line
        : line
            .trim()
            .split(/[ \t]+/)
            .join('\t'),
    )
    .join('');
}

/** The field that starts at `start`, and the position after it. */
export function fieldAt(text: string, start: number, separator: string): [field: string, end: number] {
  if (text[start] !== '"') {
    let end = start;
    while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++;
    return [text.slice(start, end), end];
  }
  let field = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return [field + text.slice(at), text.length];
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      at = quote + 1;
      break;
    }
    field += '"';
    at = quote + 2;
  }
  // Text between the closing quote and the separator is kept rather than refused.
  const [rest, end] = text[at] === '"' ? ['', at] : fieldAt(text, at, separator);
  return [field + rest, end];
}
