/** The themes that everything a person sees is looked at in: name in the picker → name in a picture's file. */
export const THEMES = {
  'Dark Modern': 'dark',
  'Light Modern': 'light',
  'Dark High Contrast': 'contrast',
} as const;
