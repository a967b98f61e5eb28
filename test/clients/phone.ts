import { forgetful, type Forgetful } from '../../schema/clients/urql.js';
import { MyTasksQueryDocument } from '../support/operations/graphql.js';

/** An urql client for one acting post: `read` asks the server, always; `redraw` shows at once what was read. */
export const phone = (url: string, token: () => string, post?: string) => forgetful({ url, token, post });

export const myTasks = ({ read }: Forgetful) => read(MyTasksQueryDocument, { first: 20 });
