/** What every view of a trace does with the stretch of it that is in sight. */
export type NavigationAction =
  | 'zoomIn'
  | 'zoomOut'
  | 'showAll'
  | 'panLeft'
  | 'panRight'
  | 'pageLeft'
  | 'pageRight';
