/** Layout of thumbnails in the grid. */
export interface GridShape {
  columns: number;
  /** All of them, seen or not. */
  rows: number;
  cellWidth: number;
  cellHeight: number;
  cells: number;
}

/** In the grid's own space: the first row begins at 0. */
export interface Rectangle {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const WANTED_WIDTH = 116;
const CELL_HEIGHT = 84;

export function gridShape(width: number, cells: number): GridShape {
  const columns = Math.max(1, Math.floor(width / WANTED_WIDTH));
  return {
    columns,
    rows: Math.ceil(cells / columns),
    cellWidth: width / columns,
    cellHeight: CELL_HEIGHT,
    cells,
  };
}

/** Place of the cell at a point; undefined where there is none. */
export function placeAt(shape: GridShape, x: number, y: number): number | undefined {
  const column = Math.floor(x / shape.cellWidth);
  if (column < 0 || column >= shape.columns || y < 0) return undefined;
  const place = Math.floor(y / shape.cellHeight) * shape.columns + column;
  return place < shape.cells ? place : undefined;
}

/** Places of the cells that a rectangle touches. */
export function cellsIn(shape: GridShape, { x0, y0, x1, y1 }: Rectangle): number[] {
  const clampColumn = (x: number) =>
    Math.min(shape.columns - 1, Math.max(0, Math.floor(x / shape.cellWidth)));
  const clampRow = (y: number) => Math.min(shape.rows - 1, Math.max(0, Math.floor(y / shape.cellHeight)));
  const [left, right] = [clampColumn(Math.min(x0, x1)), clampColumn(Math.max(x0, x1))];
  const [top, bottom] = [clampRow(Math.min(y0, y1)), clampRow(Math.max(y0, y1))];
  const places: number[] = [];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      const place = row * shape.columns + column;
      if (place < shape.cells) places.push(place);
    }
  return places;
}
