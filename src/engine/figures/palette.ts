import { INK, type Shape } from '../../common/figures/marks';

/**
 * Colours that stay apart for the colour-blind. Okabe and Ito, Color Universal Design (2008); without its black and its
 * yellow, which is too light on paper.
 */
const ANIMALS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#7f5fa8'] as const;
const GROUPS = [INK, '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'] as const;
const SHAPES = ['circle', 'triangle', 'square', 'diamond'] as const;

/** Colour of an animal; from the eighth on they repeat, with another shape. */
export function animalColour(animal: number): string {
  return ANIMALS[animal % ANIMALS.length];
}

export function animalShape(animal: number): Shape {
  return SHAPES[Math.floor(animal / ANIMALS.length) % SHAPES.length];
}

export function groupColour(group: number): string {
  return GROUPS[group % GROUPS.length];
}
