/** "study" of study.miniml.csv, in its folder: what is exported is named after it. */
export function experimentStem(file: string): string {
  return file.replace(/(\.miniml)?\.[^.]*$/i, '');
}
