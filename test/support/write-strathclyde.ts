/** Bytes of a WinEDR file: a header of 2048 bytes, then 16-bit integers of all channels in turns. */
export function winEdrBytes(channels: readonly (readonly number[])[]): Buffer {
  const samples = channels[0].length;
  const header = [
    'VER=3.3',
    `NC=${channels.length}`,
    `NP=${samples * channels.length}`,
    'NBH=2048',
    'ADCMAX=32767',
    'DT=0.0001',
    'AD=10',
    'ID=made up',
    ...channels.flatMap((_, c) => [
      `YN${c}=Im${c}`,
      `YU${c}=pA`,
      `YCF${c}=0.01`,
      `YAG${c}=1`,
      `YZ${c}=0`,
      `YO${c}=${c}`,
    ]),
  ];
  return Buffer.concat([padded(header, 2048), inTurns(channels)]);
}

/** Bytes of a WinWCP file with records of one channel. */
export function winWcpBytes(records: readonly (readonly number[])[]): Buffer {
  const sector = 512;
  const sectors = Math.ceil((2 * records[0].length) / sector);
  const header = [
    'VER=9',
    'NC=1',
    `NR=${records.length}`,
    'NBA=2',
    `NBD=${sectors}`,
    'ADCMAX=32767',
    'DT=0.0001',
    'YN0=Im',
    'YU0=pA',
    'YG0=0.01',
    'YO0=0',
  ];
  return Buffer.concat([
    padded(header, 1024),
    ...records.flatMap((record, i) => {
      const analysis = Buffer.alloc(2 * sector);
      analysis.writeFloatLE(5 * i, 16);
      analysis.writeFloatLE(1e-4, 20);
      analysis.writeFloatLE(10, 24);
      const data = Buffer.alloc(sectors * sector);
      inTurns([record]).copy(data);
      return [analysis, data];
    }),
  ]);
}

function padded(lines: readonly string[], bytes: number): Buffer {
  const header = Buffer.alloc(bytes);
  header.write(`${lines.join('\r\n')}\r\n`, 'latin1');
  return header;
}

function inTurns(channels: readonly (readonly number[])[]): Buffer {
  const bytes = Buffer.alloc(2 * channels.length * channels[0].length);
  channels.forEach((values, c) => {
    values.forEach((value, i) => {
      bytes.writeInt16LE(value, 2 * (i * channels.length + c));
    });
  });
  return bytes;
}
