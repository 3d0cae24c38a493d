import { UserError } from '../../../common/errors';
import type { Tag } from '../../../common/traces/channel';
import type { ByteSource } from '../../files/bytes';
import { fieldsOf } from '../../files/fields';
import type { AbfHeader } from './header';
import { synchUnit_s } from './sweeps';

const TAG_BYTES = 64;
/** Maximum number of tags: one per second for a day; more means a damaged number. */
const MOST_TAGS = 100_000;

/**
 * Comments of the experimenter during the recording, in file order.
 *
 * @throws UserError when the list is cut short or implausibly long
 */
export function tagsOf(source: ByteSource, header: AbfHeader): Tag[] {
  const { offset, count } = header.tags;
  if (count <= 0) return [];
  // Tags follow the samples and are missing if they are cut short.
  if (header.missing !== 0 && offset + count * TAG_BYTES > source.size) return [];
  if (count > MOST_TAGS)
    throw new UserError(`${source.path} is damaged: its header counts ${count} comments (tags).`);
  const list = fieldsOf(source.read(offset, count * TAG_BYTES, 'list of comments (tags)'));
  const unit_s = synchUnit_s(header);
  return Array.from({ length: count }, (_, tag) => ({
    time_s: list.uint32(tag * TAG_BYTES) * unit_s,
    comment: list.text(tag * TAG_BYTES + 4, 56),
  }));
}
