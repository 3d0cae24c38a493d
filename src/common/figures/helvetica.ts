/*
 * Characters of the fonts that every reader of PDF has: Helvetica for Latin letters, Symbol for Greek ones and a true
 * minus. Widths are those of Adobe's font metrics, in thousandths of the size.
 */

/** A run of characters of one font, as its codes. */
export interface TextRun {
  font: 'Helvetica' | 'Bold' | 'Symbol';
  codes: number[];
}

/** Widths of the characters from space to tilde. */
// biome-ignore format: a table
const ASCII = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/** The same of Helvetica-Bold. */
// biome-ignore format: a table
const BOLD = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
  975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
  333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
  611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/** Other characters of Helvetica: code in Windows-1252, where it is not that of Unicode, and width. */
const OTHERS: Readonly<Record<string, readonly [code: number, width: number]>> = {
  '€': [0x80, 556],
  '…': [0x85, 1000],
  '‰': [0x89, 1000],
  '‘': [0x91, 222],
  '’': [0x92, 222],
  '“': [0x93, 333],
  '”': [0x94, 333],
  '•': [0x95, 350],
  '–': [0x96, 556],
  '—': [0x97, 1000],
  '™': [0x99, 1000],
  '°': [0xb0, 400],
  '±': [0xb1, 584],
  '²': [0xb2, 333],
  '³': [0xb3, 333],
  µ: [0xb5, 556],
  '·': [0xb7, 278],
  '¹': [0xb9, 333],
  Æ: [0xc6, 1000],
  '×': [0xd7, 584],
  Ø: [0xd8, 778],
  ß: [0xdf, 611],
  æ: [0xe6, 889],
  '÷': [0xf7, 584],
  ø: [0xf8, 611],
};

/** Characters of Symbol: its code and the width. */
const SYMBOLS: Readonly<Record<string, readonly [code: string, width: number]>> = {
  '\u2212': ['-', 549],
  α: ['a', 631],
  β: ['b', 549],
  γ: ['g', 411],
  δ: ['d', 494],
  ε: ['e', 439],
  ζ: ['z', 494],
  η: ['h', 603],
  θ: ['q', 521],
  ι: ['i', 329],
  κ: ['k', 549],
  λ: ['l', 549],
  μ: ['m', 576],
  ν: ['n', 521],
  ξ: ['x', 493],
  π: ['p', 549],
  ρ: ['r', 549],
  σ: ['s', 603],
  τ: ['t', 439],
  υ: ['u', 576],
  φ: ['f', 521],
  χ: ['c', 549],
  ψ: ['y', 686],
  ω: ['w', 686],
  Γ: ['G', 603],
  Δ: ['D', 612],
  Σ: ['S', 592],
  Φ: ['F', 763],
  Ω: ['W', 768],
};

/**
 * The runs of a text and its width in thousandths of the size; or the first character that the fonts lack.
 */
export function runsOf(text: string, bold = false): { runs: TextRun[]; width: number } | { lacking: string } {
  const runs: TextRun[] = [];
  let width = 0;
  for (const character of text.replace(/[\s\p{Cc}]/gu, ' ')) {
    const found = characterOf(character, bold);
    if (!found) return { lacking: character };
    const last = runs.at(-1);
    if (last?.font === found.font) last.codes.push(found.code);
    else runs.push({ font: found.font, codes: [found.code] });
    width += found.width;
  }
  return { runs, width };
}

function characterOf(
  character: string,
  bold: boolean,
): { font: TextRun['font']; code: number; width: number } | undefined {
  const code = character.codePointAt(0)!;
  const font = bold ? 'Bold' : 'Helvetica';
  const widths = bold ? BOLD : ASCII;
  if (code >= 0x20 && code <= 0x7e) return { font, code, width: widths[code - 0x20] };
  const other = OTHERS[character];
  if (other) return { font, code: other[0], width: other[1] };
  const symbol = SYMBOLS[character];
  if (symbol) return { font: 'Symbol', code: symbol[0].charCodeAt(0), width: symbol[1] };
  // A letter with an accent is as wide as the letter.
  const base = character.normalize('NFD').charCodeAt(0) - 0x20;
  return code >= 0xc0 && code <= 0xff && base >= 0 && base < widths.length
    ? { font, code, width: widths[base] }
    : undefined;
}
