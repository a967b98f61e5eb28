/** What a test has measured; `npm run prove` writes it into test/prove/RESULTS.md. */
export type Figures = Record<string, string | number>;

declare module 'vitest' {
  interface TaskMeta {
    figures?: Figures;
  }
}
