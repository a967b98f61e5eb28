/** `npm run prove` tries what a test has in full; `npm test` a share of it. */
export const WHOLE = process.env['WHOLE'] === '1';
