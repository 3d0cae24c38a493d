import { editors } from './editors';

/**
 * Languages that give our files their icons in the Explorer and in tabs, where the icon theme has none of its own. VS Code
 * knows a file by its name alone, so HDF5 files are told apart by the names that we write them under.
 */
export const fileKindLanguages = [
  language(
    'recording',
    'Recording',
    // Text tables and bundles of other programs keep their own icons.
    editors.recording.extensions.filter((extension) => extension !== 'dat' && extension !== 'atf'),
  ),
  language('hdf5', 'HDF5 File', ['h5', 'hdf5'], 'recording'),
  { ...language('results', 'Results', []), filenamePatterns: ['*_results.h5'] },
  { ...language('training-set', 'Training Set', []), filenamePatterns: ['*training_data*.h5'] },
  { ...language('model', 'Model', ['keras']), filenamePatterns: ['*model*.h5'] },
];

function language(id: string, name: string, extensions: readonly string[], icon = id) {
  const file = `./media/${icon}.svg`;
  return {
    id: `miniml-${id}`,
    aliases: [`miniML ${name}`],
    ...(extensions.length > 0 && { extensions: extensions.map((extension) => `.${extension}`) }),
    icon: { light: file, dark: file },
  };
}
