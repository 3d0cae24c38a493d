import { extname } from 'node:path';
import type { FileStart } from './format';
import { describedByHeader } from './unsupported-headers';

/** A pickle starts with its protocol, 2 to 5. */
const PICKLES = ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'];

/** Formats of recordings that are not supported: how files start, and a remedy. */
const UNSUPPORTED: readonly (readonly [begins: string | RegExp, remedy: string])[] = [
  [/^(eerT|Tree)/, 'is the list of series of a PatchMaster file. Open the .dat file beside it'],
  [/^(CLPX|FTCX)/, 'is a pCLAMP 5 file. Save it as ABF in Clampfit'],
  [/^CEDFILE/, 'is a CED Signal file (.cfs). Export it as text in Signal, or convert it to NWB'],
  [/^S64/, 'is a 64-bit Spike2 file (.smrx). Export it as .smr in Spike2'],
  [/^(NEURAL(EV|SG|CD)|BRSMPGRP|BREVENTS)/, 'is a Blackrock file. Convert it to NWB'],
  [/^PLEX/, 'is a Plexon file (.plx). Convert it to NWB'],
  [/^NEX[15]/, 'is a NeuroExplorer file (.nex). Convert it to NWB'],
  [/^######## Neuralynx/, 'is a Neuralynx file. Convert it to NWB'],
  [/^MCSSTRM/, 'is a Multi Channel Systems file (.mcd). Export it as HDF5 with Multi Channel DataManager'],
  [/^header\.format = 'Open Ephys/, 'is an Open Ephys file (.continuous). Convert it to NWB'],
  ['\x02\x27\x91\xc6', 'is an Intan file (.rhd). Convert it to NWB'],
  ['\xac\x27\x91\xd6', 'is an Intan file (.rhs). Convert it to NWB'],
  [/^TDS[mh]/, 'is a LabVIEW file (.tdms). Export it as text or HDF5'],
  [/^AxionBio/, 'is an Axion Biosystems file (.raw). Export it as csv or convert it to NWB'],
  [/^BCI2000V|^HeaderLen=/, 'is a BCI2000 file. Convert it to NWB or text'],
  ['\x00\x00\x00\x64\x00\x00\x00\x1f', 'is an MNE file (.fif). Convert it to NWB or text'],
  // Tags of the header, two bytes per character.
  [
    /^.{160,600}(E\0x\0t\0r\0a\0D\0a\0t\0a\0T\0a\0g\0s|S\0e\0g\0m\0e\0n\0t\0S\0t\0r\0e\0a\0m|I\0n\0f\0o\0G\0u\0i\0d\0s)\0/s,
    'is a Nicolet file (.e). Export it as text or EDF, or convert it to NWB',
  ],
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
  [/^Version 3\.0/, 'is a Neuroscan file (.cnt). Convert it to NWB or text'],
  ['\x3c\0h', 'is an Alpha Omega file (.mpx). Export it as MATLAB'],
  [/^.{8}SEV/s, 'is a file of a TDT block (.sev). Convert the block to NWB'],
  [/\[(STOREHDRITEM|USERNOTEDELIMITER)\]/, 'is a file of a TDT block (.tbk). Convert the block to NWB'],
  [/^(ADU1|ADU2|trial_date )/, 'is an Axona file. Convert it to NWB'],
  [/^.{8}(tdat|tidx|tmet|rdat|ridx|vmet|vidx)\0/s, 'is a MEF 3 file. Convert the recording to NWB'],
  [
    /^<\?xml.*<acquisitionSystem>/s,
    'is the description of a NeuroScope recording. Convert the recording to NWB',
  ],
  [/^typeThis=(imec|nidq|obx)/m, 'is the description of a SpikeGLX recording. Convert the recording to NWB'],
  [
    /^\s*\{\s*"GUI version"/,
    'is the description of an Open Ephys recording (.oebin). Convert the recording to NWB',
  ],
  [/^IGOR[\r\n]/, 'is an Igor text file (.itx). Open it in Igor and save the waves as Igor binary (.ibw)'],
  [/^RIFF.{4}WAVE/s, 'is a sound file (.wav). Save its samples as NumPy array, text or HDF5'],
  [/^(PAR1|ARROW1)/, 'is a table of pandas or Arrow. Save it as csv, or as HDF5 with to_hdf'],
  ['\x1f\x8b', 'is compressed with gzip and is not itself a recording. Unpack it first'],
  [
    /^PK.{28}(\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/)/s,
    'is an Excel workbook. Save the trace as csv',
  ],
  [/^PK.{28}[^/]{1,80}\.npy/s, 'is a NumPy archive (.npz). Save the trace alone with numpy.save'],
  [
    '\xd0\xcf\x11\xe0',
    'is an Excel workbook or another file of Microsoft’s compound format. Save the trace as csv',
  ],
  ...PICKLES.map(
    (begins) =>
      [
        begins,
        'is a Python pickle, which could run code when opened. Save the trace with numpy.save',
      ] as const,
  ),
  [/^SQLite format 3/, 'is a database (SQLite). Export the trace as csv'],
  ['PK\x03\x04', 'is a zip archive and not a recording. Unpack it first'],
  [/^(%PDF|\x89PNG|\xff\xd8\xff|II\*|MM\*)/, 'is a document or a picture and not a recording'],
];

/** Formats without a known signature, by the endings of their names. */
const BY_ENDING: Readonly<Record<string, string>> = {
  '.adicht': 'is a LabChart file. Export it as text or MATLAB in LabChart',
  '.acq': 'is an AcqKnowledge file (BIOPAC). Export it as text or MATLAB in AcqKnowledge',
  '.wdq': 'is a WinDaq file. Export it as csv in WinDaq',
  '.tev': 'is a file of a TDT block. Convert the block to NWB',
  '.tsq': 'is a file of a TDT block. Convert the block to NWB',
  '.mpx': 'is an Alpha Omega file. Export it as MATLAB',
  '.map': 'is an Alpha Omega file. Export it as MATLAB',
  '.pl2': 'is a Plexon file (.pl2). Convert it to NWB',
  '.meta': 'is the description of a SpikeGLX recording. Convert the recording to NWB',
  '.wft': 'is a Nicolet file (.wft). Export it as text',
  '.msrd': 'is a Multi Channel Systems file. Export it as HDF5 with Multi Channel DataManager',
  '.msrs': 'is a Multi Channel Systems file. Export it as HDF5 with Multi Channel DataManager',
  '.xdat': 'is a NeuroNexus Allego file. Convert the recording to NWB',
  '.tdat': 'is a file of a MED or MEF 3 recording. Convert the recording to NWB',
  '.daq': 'is a file of MATLAB’s Data Acquisition Toolbox. Save the trace as .mat in MATLAB',
};

/** Name of an unsupported format and a remedy; undefined for unknown files. */
export function unsupportedFormat({ text, bytes, source }: FileStart): string | undefined {
  const begun = UNSUPPORTED.find(([begins]) =>
    typeof begins === 'string' ? text.startsWith(begins) : begins.test(text),
  );
  return begun?.[1] ?? describedByHeader(bytes) ?? BY_ENDING[extname(source.path).toLowerCase()];
}
