/** The part of jStat that we use. */
declare module 'jstat' {
  interface Distribution<P extends number[]> {
    cdf(x: number, ...parameters: P): number;
    inv(p: number, ...parameters: P): number;
  }
  export const jStat: {
    studentt: Distribution<[df: number]>;
    normal: Distribution<[mean: number, sd: number]>;
    centralF: Distribution<[df1: number, df2: number]>;
    chisquare: Distribution<[df: number]>;
  };
}
