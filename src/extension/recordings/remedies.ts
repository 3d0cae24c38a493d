import type { HostAction } from '../../common/api/views/trace';

/** What may help where a file cannot be opened: other programs use the ending `.dat` too. */
export function remediesFor(file: string): HostAction[] {
  return /\.dat$/i.test(file) ? ['retry', 'asText', 'log'] : ['retry', 'log'];
}
