/** How each server is set up, for the results to say. */
export const SETUPS = `All verify the same token by the same code, and read over 16 connections at most; every request is one transaction
under row-level security, entered with a ticket by the person of its token. All have the same settings of the
connection, among them \`plan_cache_mode = force_generic_plan\`. Few documents and five people ask, so that whatever a
server keeps of either is kept.

- **Hand-written SQL**: \`node:http\` and pg, its statements pipelined: two round trips a request. One prepared statement
  for each column and length, and PostgreSQL makes the JSON.
- **PostGraphile 5**: the amber preset without functions, mutations and \`Node\`; the tables of the two queries only, as
  lists, with the columns that the API's role is granted. Its own adaptor but for how a transaction begins: the ticket
  takes the place of its settings, at as many round trips. Prepared statements and the caches of documents and plans as
  they are shipped; one statement a request. Introspected once, at the start.
- **Apollo, TypeGraphQL, TypeORM** as their manuals show them: entities, a DataLoader for each relation, a shield whose rule
  stands on every field, Apollo's standalone server.
- **Liandong**: as \`npm start\` runs it. Besides, it writes what was seen to the audit trail, on disk, before it answers,
  prices each document, counts it against the person's minute (raised by COST_PER_MINUTE, asked of the table as often as
  without) and clears the connection of what a statement may have left; the others do none of that. It knows whose
  jurisdiction it is; the others are told by the client, so that the same indexes serve them.

All share the machine with PostgreSQL and the load: ratios of one table count, and no figure by itself.`;
