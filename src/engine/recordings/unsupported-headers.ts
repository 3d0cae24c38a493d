import { fieldsOf } from '../files/fields';

/** Name and remedy of formats without a signature, by numbers in their headers that fit each other. */
export function describedByHeader(bytes: Uint8Array): string | undefined {
  if (bytes.length < LEAST_BYTES) return undefined;
  if (isAcqKnowledge(bytes, true) || isAcqKnowledge(bytes, false))
    return 'is an AcqKnowledge file (BIOPAC). Export it as text or MATLAB in AcqKnowledge';
  if (isWinDaq(bytes)) return 'is a WinDaq file. Export it as csv in WinDaq';
  if (isTdtIndex(bytes)) return 'is a file of a TDT block (.tsq). Convert the block to NWB';
  return undefined;
}

const LEAST_BYTES = 64;

/** Source: BIOPAC, Application Note 156: version, length of the next header, channels, interval in ms. */
function isAcqKnowledge(bytes: Uint8Array, littleEndian: boolean): boolean {
  const fields = fieldsOf(bytes, littleEndian);
  const version = fields.int32(2);
  const header = fields.int32(6);
  const channels = fields.int16(10);
  const interval_ms = fields.float64(16);
  return (
    version >= 30 &&
    version <= 200 &&
    header >= 100 &&
    header <= 100_000 &&
    channels >= 1 &&
    channels <= 512 &&
    interval_ms > 1e-4 &&
    interval_ms < 1e7
  );
}

/** Source: DATAQ, "WinDaq data file format": channel headers of 36 bytes from byte 110 on, the header ends with 8001h. */
function isWinDaq(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes, true);
  const header = fields.uint16(6);
  return (
    fields.uint8(4) === 110 &&
    fields.uint8(5) === 36 &&
    header > 110 &&
    header <= bytes.length &&
    fields.uint16(header - 2) === 0x8001
  );
}

/** TDT's index has records of 40 bytes; the second is a mark (8801h) that starts the block. */
function isTdtIndex(bytes: Uint8Array): boolean {
  const fields = fieldsOf(bytes, true);
  return fields.uint16(44) === 0x8801 && fields.uint16(46) === 0 && fields.uint16(48) === 1;
}
