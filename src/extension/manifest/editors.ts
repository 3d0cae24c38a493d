/** File name extensions of recordings; some of them have other uses too. */
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

/** `when` clause: the selected file holds results by its name, which is all that a menu knows. */
export const ON_RESULTS_FILE = 'resourceFilename =~ /results[^.]*\\.(h5|hdf5)$/i';

/** `when` clause: the selected file may be a recording. */
export const onRecording = `resourceExtname =~ /^\\.(${recordingExtensions.join('|')})$/i && !(${ON_RESULTS_FILE})`;

/**
 * Custom editors. HDF5 has a separate one, because such a file may be a recording, a training set, results or a model,
 * and its kind decides the view. `.dat` has other uses as well: files other than HEKA bundles are passed on to the text
 * editor.
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
    // The title is neutral until the kind of the file is known.
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
    // VS Code ignores case in patterns.
    selector: extensions.map((extension) => ({ filenamePattern: `*.${extension}` })),
    priority,
  }),
);
