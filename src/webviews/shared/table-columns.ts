export interface Column {
  id: string;
  heading: string;
  /** Full name, including what the heading omits. */
  name: string;
  unit?: string;
  /** Width of its longest text in characters. */
  width_ch: number;
  /** Cannot be hidden or sorted by: row numbers and marks. */
  fixed?: boolean;
  /** Counts in bins of equal width, drawn below the heading. */
  histogram?: readonly number[];
  text(row: number): string;
  /** Tooltip, if the text is a sign. */
  title?(row: number): string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** Pixels beside a cell's text, of the button "+3" and of the scroll bar. */
export const PADDING_PX = 14;
const MORE_PX = 44;
const SCROLL_BAR_PX = 12;

/** Columns by priority, with the requested ones first; fixed ones stay in place. */
export function orderedColumns(columns: readonly Column[], front: readonly string[]): Column[] {
  const free = columns.filter(({ fixed }) => !fixed);
  const asked = front.flatMap((id) => free.filter((column) => column.id === id));
  const ordered = [...new Set([...asked, ...free])];
  return columns.map((column) => (column.fixed ? column : ordered.shift()!));
}

/** The columns that fit into a width completely, and all fixed ones. All columns if the width is unknown. */
export function columnsWithin(columns: readonly Column[], width_px: number, character_px: number): Column[] {
  const widthOf = ({ width_ch }: Column) => width_ch * character_px + PADDING_PX;
  const sum = (some: readonly Column[]) => some.reduce((total, column) => total + widthOf(column), 0);
  if (width_px <= 0 || sum(columns) + SCROLL_BAR_PX <= width_px) return [...columns];
  let room = width_px - SCROLL_BAR_PX - MORE_PX - sum(columns.filter(({ fixed }) => fixed));
  let full = false;
  return columns.filter((column) => {
    if (column.fixed) return true;
    room -= widthOf(column);
    full ||= room < 0;
    return !full;
  });
}

export function fittingColumns(
  columns: readonly Column[],
  width_px: number,
  element: HTMLElement | null,
): Column[] {
  return element ? columnsWithin(columns, width_px, characterWidth(element)) : [...columns];
}

let measured: { font: string; width: number } | undefined;

/** Pixels of a digit in the font of an element. */
function characterWidth(element: HTMLElement): number {
  const { fontSize, fontFamily } = getComputedStyle(element);
  const font = `${fontSize} ${fontFamily}`;
  if (measured?.font !== font) {
    const context = document.createElement('canvas').getContext('2d')!;
    context.font = font;
    measured = { font, width: context.measureText('0000000000').width / 10 };
  }
  return measured.width;
}
