import type { FileStart } from './format';

/** Files that people also call recordings, or have beside one: how each begins, and what to do with it. */
const UNSUPPORTED: readonly (readonly [begins: string | RegExp, remedy: string])[] = [
  [/^(eerT|Tree)/, 'is the list of series of a PatchMaster file: open the .dat file beside it'],
  [/^(CLPX|FTCX)/, 'is a pCLAMP 5 file: save it as ABF in Clampfit'],
  [/^CEDFILE/, 'is a CED Signal file (.cfs): export it as text in Signal, or convert it to NWB'],
  [/^S64/, 'is a 64-bit Spike2 file (.smrx): export it as .smr in Spike2'],
  [/^(NEURAL(EV|SG|CD)|BRSMPGRP|BREVENTS)/, 'is a Blackrock file: convert it to NWB'],
  [/^PLEX/, 'is a Plexon file (.plx): convert it to NWB'],
  [/^NEX1/, 'is a NeuroExplorer file (.nex): convert it to NWB'],
  [/^######## Neuralynx/, 'is a Neuralynx file: convert it to NWB'],
  [/^MCSSTRM/, 'is a Multi Channel Systems file (.mcd): export it as HDF5 with Multi Channel DataManager'],
  [/^header\.format = 'Open Ephys/, 'is an Open Ephys file (.continuous): convert it to NWB'],
  ['\x02\x27\x91\xc6', 'is an Intan file (.rhd): convert it to NWB'],
  ['\xac\x27\x91\xd6', 'is an Intan file (.rhs): convert it to NWB'],
  [/^TDS[mh]/, 'is a LabVIEW file (.tdms): export it as text or HDF5'],
  [/^CFWB/, 'is a LabChart binary file: export it as text or MATLAB 7.3 in LabChart'],
  [/^.DAC2/s, 'is an Elphy file: export it as text or NWB'],
  [/^\xffBIOSEMI/, 'is a BioSemi file (.bdf): convert it to NWB or text'],
  [/^0 {7}[ -~]{80}/, 'is an EDF file: convert it to NWB or text'],
  [
    /^Brain ?Vision Data Exchange/i,
    'is the header of a BrainVision recording: convert the recording to NWB or text',
  ],
  [/^\* MICROMED/, 'is a Micromed file (.trc): convert it to NWB or text'],
  [/^EEG-1100/, 'is a Nihon Kohden file: convert it to NWB or text'],
  [
    /^\x93NUMPY/,
    'is a NumPy array (.npy): save it with h5py, with the sampling rate and the unit as attributes',
  ],
  [/^(PAR1|ARROW1)/, 'is a table of pandas or Arrow: save it as csv, or as HDF5 with to_hdf'],
  ['\x1f\x8b', 'is packed with gzip and is not a recording by itself: unpack it first'],
  ['PK\x03\x04', 'is a zip archive and not a recording: unpack it first'],
  [/^(%PDF|\x89PNG|\xff\xd8\xff|II\*|MM\*)/, 'is a document or a picture and not a recording'],
];

/** What a file is that has no reader here and what to do with it; undefined where nothing is known of it. */
export function unsupportedFormat({ text }: FileStart): string | undefined {
  return UNSUPPORTED.find(([begins]) =>
    typeof begins === 'string' ? text.startsWith(begins) : begins.test(text),
  )?.[1];
}
