/** Texts that the pages' build puts into them; their tests read them the same way. */
declare module '*.graphql?raw' {
  const text: string;
  export default text;
}
