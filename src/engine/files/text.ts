const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Characters of Windows-1252 from 0x80 on, where Latin-1 has control characters. Node's own decoder ignores them. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/**
 * Decodes the text of a fixed field of a binary file: up to the first NUL, without control characters and padding. The
 * encoding is not stored; text that is not valid UTF-8 is taken as Windows-1252.
 */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  return decode(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/**
 * Decodes a whole text file: UTF-16 with a byte order mark, else UTF-8, else Windows-1252, which Excel writes where a
 * table is not saved as UTF-8. Without the byte order mark.
 */
export function decodeFile(bytes: Uint8Array): string {
  const mark = bytes.length >= 2 ? 256 * bytes[0] + bytes[1] : 0;
  if (mark === 0xfffe) return new TextDecoder('utf-16le').decode(bytes);
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(bytes);
  return decode(bytes).replace(/^\ufeff/, '');
}

export function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (control) => WINDOWS_1252[control.charCodeAt(0) - 0x80]);
  }
}

/**
 * Normalises a unit: one sign for micro, no remains of a wrong encoding. A lost character before a unit can only have
 * been the prefix µ, before C only the degree sign.
 */
export function cleanUnit(unit: string): string {
  return unit
    .replace(/Â(?=[µ°])/gu, '')
    .replace(/\u03bc|Î¼/gu, 'µ')
    .replace(/\ufffd+\s*(?=[CF]$)/gu, '°')
    .replace(/\ufffd+(?=[AVSFmMslLgNW])/gu, 'µ')
    .replace(/\ufffd/gu, '')
    .trim();
}
