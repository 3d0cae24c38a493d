import { type Hdf5Group, knownLinks } from './hdf5';
import { dealtWith } from './hdf5-library';

/** A file and a path in it that a link leads to. */
interface Elsewhere {
  filename: string;
  path: string;
}

/** An absolute path of a file. */
export function absolutePath(group: Hdf5Group, path: string): string {
  return path.startsWith('/') ? path : `${group.path.replace(/\/$/, '')}/${path}`;
}

/** The file that a path is a link to, as it is written there; undefined where it is none. */
export function linkedFileAt(group: Hdf5Group, path: string): string | undefined {
  const found = whereIs(group, absolutePath(group, path));
  return typeof found === 'string' ? undefined : found.filename;
}

/**
 * Whether a path leads to something in this file, into another file by an external link on the way, or nowhere.
 * HDF5 is asked for each part of a path once: for a part that does not exist it throws, which costs more than
 * a list of what there is.
 */
export function whereIs(group: Hdf5Group, path: string): 'here' | 'nowhere' | Elsewhere {
  const known = knownLinks(group);
  // A file that is being written has no links that we made.
  if (!known) return 'here';
  const parts = path.split('/').filter((part) => part !== '');
  let parent = '';
  for (let i = 0; i < parts.length; i++) {
    const names = known.names.get(parent) ?? namesIn(group, parent);
    known.names.set(parent, names);
    if (!names.has(parts[i])) return 'nowhere';
    parent = `${parent}/${parts[i]}`;
    if (!known.links.has(parent)) known.links.set(parent, externalLink(group, parent));
    const link = known.links.get(parent);
    if (link)
      return {
        filename: link.filename,
        path: [link.obj_path.replace(/\/$/, ''), ...parts.slice(i + 1)].join('/'),
      };
  }
  return 'here';
}

/** Names in the group at a path; none where there is no group. */
function namesIn(group: Hdf5Group, path: string): ReadonlySet<string> {
  const found = group.get(path === '' ? '/' : path);
  return new Set(found && 'keys' in found ? found.keys() : []);
}

/** As the library has it. */
export interface ExternalLink {
  filename: string;
  obj_path: string;
}

function externalLink(group: Hdf5Group, path: string): ExternalLink | undefined {
  try {
    const link = group.get_external_link(path) as Partial<ExternalLink>;
    const { filename, obj_path = '/' } = link;
    return filename === undefined ? undefined : { filename, obj_path: `/${obj_path.replace(/^\/+/, '')}` };
  } catch (thrown) {
    dealtWith(thrown);
    return undefined;
  }
}
