import { registerEnumType } from 'type-graphql';
import { LIST_ORDERS, type ListOrder } from './read/order.js';

export const ListOrderEnum = Object.fromEntries(LIST_ORDERS.map((name) => [name, name])) as { [N in ListOrder]: N };
registerEnumType(ListOrderEnum, {
  name: 'ListOrder',
  description: 'Order of a work list.',
  valuesConfig: {
    NEWEST_FIRST: { description: 'By time of registration, newest first.' },
    OLDEST_FIRST: { description: 'By time of registration, oldest first.' },
    DUE_FIRST: {
      description: 'Open matters by due date, most overdue first; then open ones without a due date, then closed ones.',
    },
  },
});
