/**
 * Which events stand alone: the one before more than half a window away, the next one more than one and a
 * half. All of them where none does, so that there is an average. Source: miniML 1.1.0,
 * `_get_singular_event_indices`.
 *
 * @param locations in order
 * @param whole whether the stretch around a location was looked at as a whole; no other event belongs into an
 * average
 */
export function isolatedEvents(
  locations: readonly number[],
  window: number,
  whole: (location: number) => boolean = () => true,
): boolean[] {
  const alone = locations.map(
    (location, i) =>
      whole(location) &&
      (i === 0 || location - locations[i - 1] > window * 0.5) &&
      (i === locations.length - 1 || locations[i + 1] - location > window * 1.5),
  );
  return alone.includes(true) ? alone : locations.map(whole);
}
