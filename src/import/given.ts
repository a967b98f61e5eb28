import type { Wrong } from './faults.js';

/**
 * A cell as the file has it. A spreadsheet's numbers are kept as they are written there: DATE if it shows them as one
 * (a count of days), ZEROS if it shows zeros in front that it does not keep.
 */
export interface Given {
  readonly text: string;
  readonly number?: 'PLAIN' | 'DATE' | 'ZEROS';
}

/** A row as the file has it; blank cells are missing, and one that cannot be read is what is wrong with it. */
export interface GivenRow {
  readonly line: number;
  readonly cells: readonly (Given | Wrong | undefined)[];
}
