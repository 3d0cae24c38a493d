export interface Column {
  id: string;
  heading: string;
  /** In words, with what the heading leaves out. */
  name: string;
  unit?: string;
  /** Characters of its widest text. */
  width_ch: number;
  /** Cannot be left out or sorted by: the number of a row, its marks. */
  fixed?: boolean;
  /** Counts in bins of equal width, drawn below the heading. */
  histogram?: readonly number[];
  text(row: number): string;
  /** In words, where the text is a sign. */
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

/** Columns in order of worth, those that were asked for in front; fixed ones stay where they are. */
export function orderedColumns(columns: readonly Column[], front: readonly string[]): Column[] {
  const free = columns.filter(({ fixed }) => !fixed);
  const asked = front.flatMap((id) => free.filter((column) => column.id === id));
  const ordered = [...new Set([...asked, ...free])];
  return columns.map((column) => (column.fixed ? column : ordered.shift()!));
}

/** The columns that fit into a width whole; fixed ones always do. Before the width is known all are taken. */
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
