/**
 * What a field costs in points. A value is a twentieth, an object one and what is in it; a list is its length times that.
 * A field may say more: `points` besides, a list its usual length, a connection that its rows are a page of `first`.
 */
export interface Price {
  points?: number;
  /** Points besides when its filter looks for text, which no index serves alone. */
  search?: number;
  /** Objects a list usually has; without it LENGTH. */
  length?: number;
  /** Rows of the connection that this is a field of. */
  page?: true;
}

export const LENGTH = 10;

export function priceInWords({ points, search, length, page }: Price): string {
  const parts = [
    ...(points ? [`${points} points besides`] : []),
    ...(search ? [`${search} more when looking for text`] : []),
    ...(length ? [`counts as ${length} objects`] : []),
    ...(page ? ['counts as a page of objects'] : []),
  ];
  return `Cost: ${parts.join('; ')}.`;
}
