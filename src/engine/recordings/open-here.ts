import { UserError } from '../../common/errors';
import type { OpenOptions } from '../../common/traces/recipe';
import type { Warning } from '../../common/warning';
import { openBytes } from '../files/bytes';
import { doubts } from './doubts';
import { type FileStart, fileStart, type RecordingFormat } from './format';
import { FORMATS } from './formats';
import type { Recording } from './recording';

/**
 * Opens a recording in the present thread: a damaged file may block it for ever, so all but the thread for reading call
 * {@link import('./open').openRecording}.
 *
 * @throws UserError when the file cannot be read, has no supported format, is cut short or damaged, or has no such
 * series
 */
export async function openRecordingHere(path: string, options: OpenOptions): Promise<Recording> {
  const recording = await formatOf(path).open(path, options);
  const found = [...doubts(recording), ...withoutEffect(recording, options)];
  return found.length === 0 ? recording : { ...recording, warnings: [...recording.warnings, ...found] };
}

function withoutEffect({ axes, format }: Recording, options: OpenOptions): Warning[] {
  if (options.axes === undefined || axes !== undefined) return [];
  const message = `The parameter axes has no effect: this ${format} file says itself what its samples are.`;
  return [{ code: 'axes-known', message }];
}

function formatOf(path: string): RecordingFormat {
  const source = openBytes(path);
  try {
    const start = fileStart(source);
    const format = FORMATS.find((candidate) => candidate.recognises(start));
    if (format) return format;
    throw new UserError(
      `${path} ${unsupportedFormat(start) ?? 'is not a recording in a supported format'}. Supported formats: ${SUPPORTED}.`,
    );
  } finally {
    source.close();
  }
}

const SUPPORTED = new Intl.ListFormat('en-GB').format(FORMATS.map(({ description }) => description));

/** Formats of recordings that are not supported: how files start, and a remedy. */
const UNSUPPORTED: readonly (readonly [begins: string | RegExp, remedy: string])[] = [
  [/^(eerT|Tree)/, 'is the list of series of a PatchMaster file. Open the .dat file beside it'],
  [/^(CLPX|FTCX)/, 'is a pCLAMP 5 file. Save it as ABF in Clampfit'],
  [/^CEDFILE/, 'is a CED Signal file (.cfs). Export it as text in Signal, or convert it to NWB'],
  [/^S64/, 'is a 64-bit Spike2 file (.smrx). Export it as .smr in Spike2'],
  [/^(NEURAL(EV|SG|CD)|BRSMPGRP|BREVENTS)/, 'is a Blackrock file. Convert it to NWB'],
  [/^PLEX/, 'is a Plexon file (.plx). Convert it to NWB'],
  [/^NEX1/, 'is a NeuroExplorer file (.nex). Convert it to NWB'],
  [/^######## Neuralynx/, 'is a Neuralynx file. Convert it to NWB'],
  [/^MCSSTRM/, 'is a Multi Channel Systems file (.mcd). Export it as HDF5 with Multi Channel DataManager'],
  [/^header\.format = 'Open Ephys/, 'is an Open Ephys file (.continuous). Convert it to NWB'],
  ['\x02\x27\x91\xc6', 'is an Intan file (.rhd). Convert it to NWB'],
  ['\xac\x27\x91\xd6', 'is an Intan file (.rhs). Convert it to NWB'],
  [/^TDS[mh]/, 'is a LabVIEW file (.tdms). Export it as text or HDF5'],
  [/^CFWB/, 'is a LabChart binary file. Export it as text or MATLAB 7.3 in LabChart'],
  [/^.DAC2/s, 'is an Elphy file. Export it as text or NWB'],
  [/^\xffBIOSEMI/, 'is a BioSemi file (.bdf). Convert it to NWB or text'],
  [/^0 {7}[ -~]{80}/, 'is an EDF file. Convert it to NWB or text'],
  [
    /^Brain ?Vision Data Exchange/i,
    'is the header of a BrainVision recording. Convert the recording to NWB or text',
  ],
  [/^\* MICROMED/, 'is a Micromed file (.trc). Convert it to NWB or text'],
  [/^EEG-1100/, 'is a Nihon Kohden file. Convert it to NWB or text'],
  [/^(PAR1|ARROW1)/, 'is a table of pandas or Arrow. Save it as csv, or as HDF5 with to_hdf'],
  ['\x1f\x8b', 'is compressed with gzip and is not itself a recording. Unpack it first'],
  ['PK\x03\x04', 'is a zip archive and not a recording. Unpack it first'],
  [/^(%PDF|\x89PNG|\xff\xd8\xff|II\*|MM\*)/, 'is a document or a picture and not a recording'],
];

/** Name of an unsupported format and a remedy; undefined for unknown files. */
function unsupportedFormat({ text }: FileStart): string | undefined {
  return UNSUPPORTED.find(([begins]) =>
    typeof begins === 'string' ? text.startsWith(begins) : begins.test(text),
  )?.[1];
}
