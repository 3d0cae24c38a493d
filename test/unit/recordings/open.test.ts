import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { UserError } from '../../../src/common/errors';
import { writeHdf5 } from '../../../src/engine/files/hdf5/hdf5';
import { openRecording } from '../../../src/engine/recordings/open';
import { temporaryFolder } from '../../support/folder';
import { writeAbf } from '../../support/write-abf';
import { hekaBytes } from '../../support/write-heka';

const folder = temporaryFolder();
const at = (name: string) => path.join(folder, name);

describe('a recording is opened by what it holds, whatever its name', () => {
  const opensAs = async (file: string, format: string) => {
    const recording = await openRecording(file, {});
    assert.equal(recording.format, format);
    assert.equal(recording.path, path.resolve(file));
    recording.close();
  };

  it('ABF', async () => {
    writeAbf(at('cell.dat'), { rateHz: 1e4, channels: [{ name: 'Im', unit: 'pA' }], sweeps: [100] });
    await opensAs(at('cell.dat'), 'ABF');
    await opensAs(path.relative(process.cwd(), at('cell.dat')), 'ABF');
  });

  it('HEKA', async () => {
    const trace = {
      label: 'Imon',
      unit: 'A',
      interval_s: 1e-4,
      scale: 1,
      format: 'int16' as const,
      stored: [1, 2],
    };
    const series = [{ label: 'mini', sweeps: [{ time_s: 1, traces: [trace] }] }];
    writeFileSync(at('cell.h5'), hekaBytes({ groups: [{ label: 'E-1', series }] }));
    await opensAs(at('cell.h5'), 'HEKA');
  });

  it('HDF5', async () => {
    await writeHdf5(at('cell.h5'), (open) => {
      open.create_dataset({ name: 'mini_data', data: new Float64Array(1000), shape: [1000] });
    });
    copyFileSync(at('cell.h5'), at('other.abf'));
    await opensAs(at('other.abf'), 'HDF5');
  });
});

/** Headers without a signature, as their makers describe them. */
function acqKnowledge(littleEndian: boolean): string {
  const view = new DataView(new ArrayBuffer(256));
  view.setInt32(2, 84, littleEndian);
  view.setInt32(6, 1944, littleEndian);
  view.setInt16(10, 4, littleEndian);
  view.setFloat64(16, 0.5, littleEndian);
  return Buffer.from(view.buffer).toString('latin1');
}

function winDaq(): string {
  const view = new DataView(new ArrayBuffer(1156));
  view.setUint16(0, 4, true);
  view.setUint8(4, 110);
  view.setUint8(5, 36);
  view.setInt16(6, 1156, true);
  view.setUint16(1154, 0x8001, true);
  return Buffer.from(view.buffer).toString('latin1');
}

function tdtIndex(): string {
  const view = new DataView(new ArrayBuffer(120));
  view.setInt32(40, 40, true);
  view.setInt32(44, 0x8801, true);
  view.setInt32(48, 1, true);
  view.setFloat64(56, 1.5e9, true);
  return Buffer.from(view.buffer).toString('latin1');
}

describe('what is no recording is refused in a sentence that names it', () => {
  const refuses = async (name: string, pattern: RegExp) => {
    await assert.rejects(openRecording(at(name), {}), (thrown: Error) => {
      assert.ok(thrown instanceof UserError, thrown.stack);
      assert.ok(thrown.message.startsWith(at(name)), thrown.message);
      assert.match(thrown.message, pattern);
      assert.match(thrown.message, /^[^\n]*\.$/);
      return true;
    });
  };

  it('missing, empty, a folder', async () => {
    await refuses('none.abf', /does not exist/);
    writeFileSync(at('empty.abf'), '');
    await refuses('empty.abf', /is empty/);
    mkdirSync(at('folder.abf'));
    await refuses('folder.abf', /is a folder/);
    // A pipe must not be waited for.
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [at('pipe.abf')]);
      await refuses('pipe.abf', /is a device, not a file/);
    }
    await refuses(path.join('empty.abf', 'x.abf'), /does not exist: part of its path is a file/);
  });

  it('not to be read by this user', {
    skip: process.getuid?.() === 0 && 'root may read everything',
  }, async () => {
    writeFileSync(at('private.abf'), 'ABF2');
    chmodSync(at('private.abf'), 0);
    await refuses('private.abf', /permissions/);
  });

  it('text under the name of a recording', async () => {
    writeFileSync(at('text.abf'), 'ATF\t1.0\r\n8\t2\r\n');
    await refuses('text.abf', /not a table of numbers/);
  });

  it('the list of series instead of the data', async () => {
    writeFileSync(at('cell.pul'), 'eerT\x05\0\0\0');
    await refuses('cell.pul', /Open the \.dat file beside it/);
  });

  it('the files of other programs, with what to do with them', async () => {
    for (const [content, pattern] of [
      ['CLPX', /pCLAMP 5 file.*ABF/],
      ['CEDFILE"', /CED Signal file.*NWB/],
      ['S64 ', /64-bit Spike2 file \(\.smrx\)\. Export it as \.smr/],
      ['NEURALSG', /Blackrock.*NWB/],
      ['NEURALCD', /Blackrock/],
      ['BRSMPGRP', /Blackrock/],
      ['PLEX\0\0', /Plexon.*NWB/],
      ['NEX1', /NeuroExplorer/],
      ['NEX5', /NeuroExplorer/],
      ['######## Neuralynx Data File Header', /Neuralynx.*NWB/],
      ['MCSSTRM', /Multi Channel Systems.*HDF5/],
      ["header.format = 'Open Ephys Data Format';", /Open Ephys.*NWB/],
      ['\x02\x27\x91\xc6\x01', /Intan file \(\.rhd\)/],
      ['\xac\x27\x91\xd6\x01', /Intan file \(\.rhs\)/],
      ['TDSm\x0e', /LabVIEW.*text or HDF5/],
      ['CFWB', /LabChart.*MATLAB 7\.3/],
      ['\x05DAC2/GS/2000', /Elphy/],
      ['\xffBIOSEMI', /BioSemi/],
      [`0       ${'X'.repeat(80)}`, /EDF file/],
      ['Brain Vision Data Exchange Header File Version 1.0', /BrainVision/],
      ['* MICROMED  Brain-Quick file', /Micromed/],
      ['EEG-1100C V01.00', /Nihon Kohden/],
      ['Version 3.0', /Neuroscan/],
      ['IGOR\r\nWAVES/D wave0', /Igor text.*\.ibw/],
      ['RIFF\x24\0\0\0WAVEfmt ', /sound file/],
      ['PAR1', /pandas/],
      ['SQLite format 3\0', /database.*csv/],
      ['\x80\x04\x95', /pickle.*numpy\.save/],
      ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', /Excel.*csv/],
      [`PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`, /Excel workbook.*csv/],
      [`PK\x03\x04${'\0'.repeat(26)}trace.npy`, /NumPy archive.*numpy\.save/],
      ['PK\x03\x04', /zip archive.*Unpack it/],
      ['\x1f\x8b\x08', /gzip.*Unpack it/],
      ['AxionBio', /Axion Biosystems/],
      ['BCI2000V= 1.1 HeaderLen= 3000', /BCI2000/],
      ['\0\0\0\x64\0\0\0\x1f', /MNE file/],
      ['\x3c\0h\x01\0\0\0', /Alpha Omega file.*MATLAB/],
      ['\0\0\0\0\x01\0\0\0SEV\x02', /TDT block \(\.sev\)/],
      ['[STOREHDRITEM]\nNAME=StoreName;TYPE=S;\n', /TDT block \(\.tbk\)/],
      ['trial_date Monday, 3 Jun 2019\r\ntrial_time 10:00', /Axona/],
      ['ADU1\x01', /Axona/],
      ['\x01\x02\x03\x04\x05\x06\x07\x08tmet\0\x03', /MEF 3/],
      ["<?xml version='1.0'?>\n<parameters>\n <acquisitionSystem>\n", /NeuroScope/],
      ['acqApLfSy=384,384,1\nappVersion=20190327\ntypeThis=imec\n', /SpikeGLX/],
      ['{\n  "GUI version": "0.6.0"', /Open Ephys/],
      [acqKnowledge(true), /AcqKnowledge.*text or MATLAB/],
      [acqKnowledge(false), /AcqKnowledge/],
      [winDaq(), /WinDaq.*csv/],
      [tdtIndex(), /TDT block \(\.tsq\)/],
      ['II*\0', /picture/],
      [`${'\x01'.repeat(176)}${[...'SegmentStream'].join('\0')}\0`, /Nicolet file \(\.e\).*NWB/],
    ] as const) {
      writeFileSync(at('foreign.dat'), content.padEnd(5000, '\0'), 'latin1');
      await refuses('foreign.dat', pattern);
    }
  });

  it('formats without a known signature, by the endings of their names', async () => {
    for (const [name, pattern] of [
      ['cell.adicht', /LabChart file\. Export it as text or MATLAB/],
      ['cell.ACQ', /AcqKnowledge/],
      ['cell.tev', /TDT block.*NWB/],
      ['cell.wft', /Nicolet file \(\.wft\)/],
      ['cell.msrd', /Multi Channel Systems file.*HDF5/],
      ['cell.xdat', /Allego file.*NWB/],
      ['cell.tdat', /MED or MEF 3/],
    ] as const) {
      writeFileSync(at(name), Buffer.alloc(5000, 7));
      await refuses(name, pattern);
    }
  });

  it('recordings that are folders', async () => {
    for (const [name, inside, pattern] of [
      ['cell.nwb.zarr', '', /Zarr store.*HDF5/],
      ['cell.nwb', '.zgroup', /Zarr store.*HDF5/],
      ['cell.medd', '', /MED recording.*NWB/],
      ['cells', '', /is a folder, not a file\./],
    ] as const) {
      mkdirSync(at(name));
      if (inside) writeFileSync(path.join(at(name), inside), '{}');
      await refuses(name, pattern);
    }
  });

  it('anything else, with what would be one', async () => {
    for (const content of [
      '{"json": true}',
      '\x89PNG\r\n\x1a\n',
      'A',
      '\0\0\0\0',
      'PK\x03\x04'.padEnd(4000),
    ]) {
      writeFileSync(at('other.dat'), content, 'latin1');
      await refuses('other.dat', /not a recording.*ABF 1 and 2, HEKA PatchMaster .*HDF5/);
    }
  });

  it('cut short after its signature', async () => {
    writeFileSync(at('cut.abf'), 'ABF2');
    await refuses('cut.abf', /cut short/);
    writeFileSync(at('cut.dat'), 'DAT2\0\0');
    await refuses('cut.dat', /damaged|cut short/);
    writeFileSync(at('cut.h5'), '\x89HDF\r\n\x1a\n', 'latin1');
    await refuses('cut.h5', /./);
  });
});
