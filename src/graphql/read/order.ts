/** Orders that an index serves; ids are made in order of time, so newest first is id order. */
export const LIST_ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST', 'DUE_FIRST'] as const;
export type ListOrder = (typeof LIST_ORDERS)[number];

/** Where a page ended: the id, and the due order's value as the database wrote it. */
export interface Position {
  id: string;
  due: string | null;
}

interface Order {
  by: (alias: string) => string;
  after: (alias: string, id: string, due: string) => string;
}

export const ORDERS: Record<ListOrder, Order> = {
  NEWEST_FIRST: { by: (a) => `${a}.id desc`, after: (a, id) => `${a}.id < ${id}::uuid` },
  OLDEST_FIRST: { by: (a) => `${a}.id`, after: (a, id) => `${a}.id > ${id}::uuid` },
  DUE_FIRST: {
    by: (a) => `${a}.due_order, ${a}.id`,
    after: (a, id, due) => `(${a}.due_order, ${a}.id) > (${due}::timestamptz, ${id}::uuid)`,
  },
};
