import path from 'node:path';
import type { Member, ParameterDocument } from '../common/parameters/document';
import { DECLARATIONS } from '../common/parameters/parameters';

/** A value that names a file. */
export interface FileMention {
  member: Member;
  /** Absolute path. */
  file: string;
}

/** The models and recordings that a parameter file names; none where its own place is not known. */
export function mentionedFiles(document: ParameterDocument): FileMention[] {
  const { path: own } = document;
  if (own === undefined) return [];
  return document.members.flatMap((member) =>
    member.name !== undefined &&
    DECLARATIONS[member.name].kind === 'path' &&
    typeof member.value === 'string' &&
    member.value !== ''
      ? [{ member, file: path.resolve(path.dirname(own), member.value) }]
      : [],
  );
}
