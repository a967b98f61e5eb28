/** What a file may ask of the server. Beyond it reading ends with a fault that says which; memory does not depend on it. */
export const LIMITS = {
  /** Told faults; then reading ends. */
  faults: 200,
  fileBytes: 256 * 2 ** 20,
  columns: 64,
  /** Characters of a cell; what a column takes at most is less. */
  cell: 4_000,
  /** Bytes of a row of a CSV file with all lines of its quoted cells, and between two line ends. */
  record: 64 * 1024,
  line: 256 * 1024,
  /** Characters of a cell that a fault may show. */
  shown: 60,
  zip: { entries: 1_000, entryBytes: 256 * 2 ** 20, totalBytes: 512 * 2 ** 20, ratio: 200, ratioFrom: 4 * 2 ** 20 },
  xml: { depth: 32, attributes: 64 },
  /** Texts that the cells of a workbook share are the only part of it that is held in memory. */
  sharedTexts: { count: 2_000_000, bytes: 64 * 2 ** 20 },
  sheets: 50,
} as const;
