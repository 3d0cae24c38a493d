import type { SampleRange } from '../../traces/sample-ranges';
import { both, bytes, fields, list, ordered, type Shape, text, whole } from '../shape';

// Parts that the requests of several views share.

/** Of a picture: more than any screen has. */
const MOST_COLUMNS = 100_000;

/** Samples `from` ≤ i < `to`. */
export const segment = ordered(fields<SampleRange>({ from: whole(), to: whole() }));

/** A picture of a segment. */
export const picture = both(segment, fields<{ columns: number }>({ columns: whole(1, MOST_COLUMNS) }));

/** What a view puts on the clipboard: a table of all events at most. */
export const clipboard: Shape<{ text: string }> = fields({ text: text(100_000_000) });

export interface FigureFile {
  /** File name with extension. */
  name: string;
  bytes: Uint8Array;
}

const MOST_FIGURES = 20;
const LARGEST_FIGURE_BYTES = 100_000_000;

/** Figures that a view has drawn. */
export const saveFigures: Shape<{ figures: FigureFile[] }> = fields({
  figures: list(
    fields<FigureFile>({
      // A name, which leads to no other folder.
      name: text(100, /^[\p{L}\p{N}_ -]+\.(svg|png|pdf)$/u),
      bytes: bytes(LARGEST_FIGURE_BYTES),
    }),
    MOST_FIGURES,
  ),
});
