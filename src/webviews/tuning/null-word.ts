import { DECLARATIONS, type ParameterName } from '../../common/parameters/parameters';

/** Meaning of `null` for a parameter, in a word. */
export function nullWord(name: ParameterName): string {
  const { whenNull = '' } = DECLARATIONS[name];
  if (whenNull.startsWith('no ')) return 'off';
  return whenNull.startsWith('nothing') ? 'nothing' : 'auto';
}
