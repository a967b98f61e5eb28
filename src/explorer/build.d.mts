/** Builds the pages, unless they are as their sources are. */
export function buildPages(): Promise<void>;
