import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from './connection.js';
import { Scope } from './effectiveScope.js';
import { ListOrderEnum } from './listOrder.js';
import type { ListOrder } from './read/order.js';
import type { ScopeName } from '../jurisdiction/scope.js';

/** What every work list takes. */
@ArgsType()
export class ListArgs extends PageArgs {
  @Field(() => Scope, { defaultValue: 'ALL', description: 'The region to list.' })
  scope: ScopeName;

  @Field(() => ListOrderEnum, { defaultValue: 'NEWEST_FIRST', description: 'The order of the list.' })
  orderBy: ListOrder;
}
