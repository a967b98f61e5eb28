/** One thing that was tried, and what came of it. */
export interface Line {
  name: string;
  passed: boolean;
  note: string;
  seconds?: number;
}

export interface Terms {
  /** Tests that go on at once, each on a core of its own. */
  lanes: number;
  /** A few minutes, to see that it works; no proof. */
  quick: boolean;
  /** Only what has this in its name. */
  only: string | undefined;
  /** Of the mutations these kinds only. */
  kinds: readonly string[] | undefined;
  /** Takes over what an earlier proof has found of the same. */
  goOn: boolean;
  seed: number;
  /** How far it is, and what has just been found. */
  report: (done: number, total: number, line?: Line) => void;
}

export interface Proved {
  lines: Line[];
  figures: Record<string, string | number>;
}

export interface Part {
  name: string;
  prove(terms: Terms): Promise<Proved>;
}
