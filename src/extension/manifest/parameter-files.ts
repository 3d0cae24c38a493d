import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';

/** Parameter files have their own language id, so that one server provides everything about them. */
export const PARAMETER_LANGUAGE = 'miniml-parameters';

export const SCHEMA_FILE = 'media/generated/parameters.schema.json';

/** Contributions of parameter files to package.json. */
export const parameterFileContributions = {
  languages: [
    {
      id: PARAMETER_LANGUAGE,
      aliases: ['miniML Parameters'],
      extensions: [PARAMETER_FILE_EXTENSION],
      configuration: './media/parameters.language-configuration.json',
      icon: { light: './media/parameters.svg', dark: './media/parameters.svg' },
    },
  ],
  grammars: [
    {
      language: PARAMETER_LANGUAGE,
      scopeName: 'source.miniml.parameters',
      path: './media/parameters.tmLanguage.json',
    },
  ],
  // Comments would run under the minimap, or beyond the window.
  configurationDefaults: {
    [`[${PARAMETER_LANGUAGE}]`]: {
      'editor.wordWrap': 'bounded',
      'editor.wordWrapColumn': 80,
      'editor.minimap.enabled': false,
    },
  },
  // For parameter files opened as plain JSON, and for other editors.
  jsonValidation: [{ fileMatch: `*${PARAMETER_FILE_EXTENSION}`, url: `./${SCHEMA_FILE}` }],
};
