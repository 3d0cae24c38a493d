import { type ByteSource, openBytes } from '../../files/bytes';
import { decode } from '../../files/text';
import { signOfLife } from '../../scheduling/sign-of-life';

/** Lines above the numbers and the first of the numbers lie in here. */
const HEAD_BYTES = 256 * 1024;
const SCANNED_BYTES = 256 * 1024;
/** Read at each of the places that tell the average length of a line. */
const PLACE_BYTES = 16 * 1024;
const TAIL_BYTES = 64 * 1024;
/** Lines of a block, the unit of reading. */
export const BLOCK_LINES = 1024;

/**
 * The lines of a text file of any size. Only their positions are kept, one per block, and these are found as far as they
 * are needed.
 */
export class TextLines {
  readonly path: string;
  /** The first lines, complete. */
  readonly head: readonly string[];
  readonly #source: ByteSource;
  /** Of the mark of the encoding at its start. */
  readonly #markBytes: number;
  /** Whether characters have two bytes (UTF-16). */
  readonly #wide: boolean;
  readonly #lineEnd: number;
  /** Offset of the end of the last line that is not blank. */
  readonly #end: number;
  /** Offset of every block of lines, from the first line of the table on. */
  #blocks: number[] = [];
  #scannedTo = 0;
  #linesScanned = 0;

  constructor(path: string) {
    this.path = path;
    this.#source = openBytes(path);
    const start = this.#source.read(0, Math.min(HEAD_BYTES, this.#source.size), 'text');
    this.#wide = start[0] === 0xff && start[1] === 0xfe;
    this.#markBytes = this.#wide ? 2 : start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
    const text = this.#decoded(start.subarray(this.#markBytes));
    this.#lineEnd = text.includes('\n') ? 10 : 13;
    this.#end = this.#endOfText();
    const lines = text.split(this.#separator());
    const complete = start.length < this.#source.size ? lines.slice(0, -1) : lines;
    this.head = complete.map((line) => line.replace(/\r$/, ''));
  }

  /** Must be called once with the number of lines above the table. */
  startAt(skipped: number): void {
    let at = this.#markBytes;
    for (let line = 0; line < skipped; line++) at = this.#nextLine(at);
    this.#blocks = [at];
    this.#scannedTo = at;
  }

  /** Number of lines from the start of the table on; reads the whole file. */
  count(): number {
    this.#scan(Number.POSITIVE_INFINITY);
    // The text ends before its last line end.
    return this.#linesScanned + 1;
  }

  /** The lines of a block of the table. */
  block(index: number): string[] {
    this.#scan((index + 1) * BLOCK_LINES);
    const from = this.#blocks[index] ?? this.#end;
    return this.#linesIn(from, this.#blocks[index + 1] ?? this.#end);
  }

  /** The last line, and the average bytes of a line in places all over the table. */
  glance(): { last: string; bytesPerLine: number; bytes: number } {
    const start = this.#blocks[0];
    const bytes = this.#end - start;
    const places = Array.from({ length: 16 }, (_, i) => start + Math.floor((bytes * i) / 16));
    let lines = 0;
    let read = 0;
    for (const place of places) {
      const piece = this.#source.read(place, Math.min(PLACE_BYTES, this.#end - place), 'text');
      lines += piece.reduce((sum, byte) => sum + Number(byte === this.#lineEnd), 0);
      read += piece.length;
    }
    const tail = this.#linesIn(Math.max(start, this.#end - TAIL_BYTES), this.#end);
    return { last: tail[tail.length - 1], bytesPerLine: read / Math.max(1, lines), bytes };
  }

  close(): void {
    this.#source.close();
  }

  #separator(): string {
    return this.#lineEnd === 10 ? '\n' : '\r';
  }

  #decoded(bytes: Uint8Array): string {
    return this.#wide ? Buffer.from(bytes).toString('utf16le') : decode(bytes);
  }

  #linesIn(from: number, to: number): string[] {
    const bytes = new Uint8Array(to - from);
    this.#source.readInto(bytes, from, 'text');
    const lines = (this.#wide ? this.#decoded(bytes) : Buffer.from(bytes).toString('latin1')).split(
      this.#separator(),
    );
    if (lines[lines.length - 1] === '') lines.pop();
    return lines;
  }

  #endOfText(): number {
    for (let end = this.#source.size; end > 0; ) {
      const from = Math.max(0, end - TAIL_BYTES);
      const bytes = this.#source.read(from, end - from, 'text');
      const at = bytes.findLastIndex((byte) => byte > 32);
      // A character of two bytes ends after the second.
      if (at >= 0) return Math.min(this.#source.size, from + at + (this.#wide ? 2 : 1));
      end = from;
    }
    return 0;
  }

  #nextLine(from: number): number {
    for (let at = from; at < this.#source.size; at += SCANNED_BYTES) {
      const bytes = this.#source.read(at, Math.min(SCANNED_BYTES, this.#source.size - at), 'text');
      const found = bytes.indexOf(this.#lineEnd);
      if (found >= 0) return at + found + (this.#wide ? 2 : 1);
    }
    return this.#source.size;
  }

  /** Finds the start of each block of lines, up to the one that holds line `until`. */
  #scan(until: number): void {
    const buffer = new Uint8Array(SCANNED_BYTES);
    const width = this.#wide ? 2 : 1;
    const [lineEnd, step] = [this.#lineEnd, BLOCK_LINES];
    while (this.#linesScanned < until && this.#scannedTo < this.#end) {
      signOfLife();
      const from = this.#scannedTo;
      const length = Math.min(SCANNED_BYTES, this.#end - from);
      const bytes = buffer.subarray(0, length);
      this.#source.readInto(bytes, from, 'text');
      let lines = this.#linesScanned;
      for (let i = 0; i < length; i++) {
        if (bytes[i] !== lineEnd) continue;
        // The other byte of a wide character, or half of one.
        if (width === 2 && bytes[i + 1] !== 0) continue;
        if (++lines % step === 0) this.#blocks.push(from + i + width);
      }
      this.#linesScanned = lines;
      this.#scannedTo = from + length;
    }
  }
}
