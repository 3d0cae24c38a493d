import { PARAMETER_FILE_EXTENSION } from '../../common/parameters/document';

/** Parameter files have a language of their own, so that everything said about them comes from one server. */
export const PARAMETER_LANGUAGE = 'miniml-parameters';

export const SCHEMA_FILE = 'media/generated/parameters.schema.json';

/** What parameter files contribute to package.json. */
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
  // For those who open one as plain JSON, and for other editors.
  jsonValidation: [{ fileMatch: `*${PARAMETER_FILE_EXTENSION}`, url: `./${SCHEMA_FILE}` }],
};
