import { type Hdf5Group, knownLinks } from './hdf5';
import { dealtWith } from './library';

/** Target of an external link: a file and a path in it. */
interface Elsewhere {
  filename: string;
  path: string;
}

/** Makes a path in a file absolute. */
export function absolutePath(group: Hdf5Group, path: string): string {
  return path.startsWith('/') ? path : `${group.path.replace(/\/$/, '')}/${path}`;
}

/** The target file of a link, as written in the link; undefined if the path is not one. */
export function linkedFileAt(group: Hdf5Group, path: string): string | undefined {
  const found = whereIs(group, absolutePath(group, path));
  return typeof found === 'string' ? undefined : found.filename;
}

/**
 * Whether a path leads to an object in this file, through an external link into another file, or nowhere. Names are
 * cached, so that HDF5 is not asked for missing parts: it throws for these, which costs more than a list of names.
 */
export function whereIs(group: Hdf5Group, path: string): 'here' | 'nowhere' | Elsewhere {
  const known = knownLinks(group);
  // A file being written has no external links.
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

/** Names in the group at a path; empty if it is not a group. */
function namesIn(group: Hdf5Group, path: string): ReadonlySet<string> {
  const found = group.get(path === '' ? '/' : path);
  return new Set(found && 'keys' in found ? found.keys() : []);
}

/** The library's form of an external link. */
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
