/** Told now and then while something long goes on: what is being done, how much of it, out of how much. */
export type Progress = (label: string, done: number, total: number) => void;
