import type { ConflictAnswer } from '../../common/api/views/document';
import { ask } from '../messages/messages';

/**
 * Asks what to do about a file that another program has changed, before it is saved.
 *
 * @param theirs what the button that gives up our changes says
 */
export async function askAboutConflict(
  conflict: string,
  theirs: string,
): Promise<ConflictAnswer | undefined> {
  const mine = 'Save My Changes on Top';
  const answer = await ask(conflict, undefined, mine, theirs);
  if (answer === mine) return 'keepMine';
  return answer === theirs ? 'takeTheirs' : undefined;
}
