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
