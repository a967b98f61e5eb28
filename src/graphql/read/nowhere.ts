/**
 * The row of a table that is nobody's. It is asked for along with every look-up by id, so that the policies do the same
 * work whether or not the row is there.
 */
export const NOWHERE = '00000000-0000-0000-0000-000000000000';

/** The ids to look up for one id: a parameter of the statement. */
export const withNowhere = (parameter: string) => `(array[${parameter}, '${NOWHERE}']::uuid[])`;
