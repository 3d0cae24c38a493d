/** What a file name of a recording ends in; some of them are names of other things too. */
export const recordingExtensions = [
  'abf',
  'atf',
  'axgd',
  'axgx',
  'dat',
  'edr',
  'h5',
  'hdf5',
  'ibw',
  'nwb',
  'smr',
  'wcp',
] as const;

/** `when` clause: the file that is meant may be a recording. */
export const onRecording = `resourceExtname =~ /^\\.(${recordingExtensions.join('|')})$/i`;

/**
 * Custom editors. HDF5 has one of its own, because such a file may be a recording, a training set, results or a
 * model: what it is decides what is shown. `.dat` belongs to others as well: what is no HEKA bundle goes on to
 * the text editor.
 */
export const editors = {
  recording: {
    viewType: 'miniml.recording',
    displayName: 'miniML Recording',
    extensions: ['abf', 'nwb', 'dat', 'wcp', 'edr', 'axgd', 'axgx', 'ibw', 'smr', 'atf'],
    holds: 'recording',
    priority: 'default',
  },
  hdf5: {
    viewType: 'miniml.hdf5',
    displayName: 'miniML File',
    extensions: ['h5', 'hdf5', 'keras'],
    // What is shown waits for a look into the file.
    holds: undefined,
    priority: 'default',
  },
  // Text, MATLAB, NumPy and Igor files belong to others first: offered under Open With.
  table: {
    viewType: 'miniml.table',
    displayName: 'miniML Recording (Table)',
    extensions: ['csv', 'txt', 'mat', 'npy', 'pxp'],
    holds: 'recording',
    priority: 'option',
  },
} as const;

export const contributedEditors = Object.values(editors).map(
  ({ viewType, displayName, extensions, priority }) => ({
    viewType,
    displayName,
    // VS Code matches them in any case.
    selector: extensions.map((extension) => ({ filenamePattern: `*.${extension}` })),
    priority,
  }),
);
